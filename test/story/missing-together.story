# The program saw it: missing at the same time as a child of another home.
given  2026-03-02 20:00  co-missing-seen with 7, times 3
when   it is 2026-03-03 07:00
then   no alarm missing-together
given  2026-03-03 20:00  co-missing-seen with 8, times 2, apart yes
when   it is 2026-03-04 07:00
then   alarm missing-together is raised, entry 2
