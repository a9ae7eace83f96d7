# Two children missing at the same time. The same child told of twice is one child; one away without authorisation is not missing.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 20:00  missing-reported child 7, episode 1, class M
and    2026-05-01 20:30  missing-reported child 7, episode 1, class M
and    2026-05-01 21:00  missing-reported child 8, episode 1, class A
and    2026-05-01 23:00  missing-reported child 9, episode 1, class M
when   it is 2026-05-01 22:00
then   no alarm same-home-same-night
when   it is 2026-05-01 23:00
then   alarm same-home-same-night is raised, from 2026-05-01 23:00, entry 5, child 9
and    1 alarms same-home-same-night
