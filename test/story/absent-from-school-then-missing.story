# Absent in the morning, reported in the evening.
given  2026-03-02 09:00  school-absent morning yes
and    2026-03-02 20:00  missing-reported episode 1, class M
when   it is 2026-03-02 21:00
then   alarm absent-then-missing is raised
