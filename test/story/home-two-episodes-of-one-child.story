# Two episodes of the same child, open at once by two reports, are one child; so are two children with episodes of the same number two.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 20:00  missing-reported child 7, episode 1, class M
and    2026-05-01 20:10  missing-reported child 7, episode 2, class M
and    2026-05-01 21:00  missing-reported child 8, episode 1, class M
when   it is 2026-05-01 20:30
then   no alarm same-home-same-night
when   it is 2026-05-01 21:30
then   alarm same-home-same-night is raised, entry 4, child 8
