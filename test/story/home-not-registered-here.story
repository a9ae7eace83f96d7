# Children live there, but the home does not keep its own record here: only what is told of its children is judged.
over   home
given  2026-01-05 09:00  placement-started child 7, placement 1, type K2
and    2026-05-01 20:00  missing-reported child 7, episode 1, class M
and    2026-05-01 21:00  missing-reported child 8, episode 1, class M
when   it is 2026-05-02 09:00
then   no duty home-independent-visit
and    no duty home-quality-review
and    alarm same-home-same-night is raised, child 8
