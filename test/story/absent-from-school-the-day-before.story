# Absent the day before: another matter.
given  2026-03-01 09:00  school-absent morning yes
and    2026-03-02 20:00  missing-reported episode 1, class M
when   it is 2026-03-02 21:00
then   no alarm absent-then-missing
