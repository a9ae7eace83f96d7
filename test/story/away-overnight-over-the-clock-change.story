# The night in which the clocks go forward.
given  2026-03-28 20:00  missing-reported episode 1, class M
when   it is 2026-03-28 23:00
then   alarm overnight is raised, from 2026-03-28 23:00
