# Reported at 02:00: at once.
given  2026-03-02 02:00  missing-reported episode 1, class M
when   it is 2026-03-02 02:01
then   alarm overnight is raised, from 2026-03-02 02:00
