# From a children's home to supported accommodation: what a children's home owes ends, what the other owes begins.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-10 09:00  missing-policy-agreed
and    2026-03-02 09:00  home-changed type supported-accommodation
when   it is 2026-07-20 09:00
then   duty home-independent-visit is ended
and    duty home-quality-review is ended
and    duty supported-quality-review is running, due end of 2026-09-02
