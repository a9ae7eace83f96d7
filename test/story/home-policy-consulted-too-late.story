# Consulted only afterwards: met, and late. Views of seven months ago are too old for the next policy.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-01 09:00  missing-policy-agreed
and    2026-02-10 09:00  home-policy-consulted
and    2026-09-20 09:00  missing-policy-agreed
when   it is 2026-02-02 09:00
then   duty home-policy-consulted is overdue, entry 2, due 2026-02-01 09:00
when   it is 2026-02-11 09:00
then   duty home-policy-consulted is met-late, entry 2
when   it is 2026-09-21 09:00
then   duty home-policy-consulted is overdue, entry 4
