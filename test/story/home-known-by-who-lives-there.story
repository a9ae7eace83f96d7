# Nobody said what kind of home it is: the first child placed in it as a children's home says so.
over   home
given  2026-01-10 09:00  home-registered name Elm House
and    2026-03-02 09:00  placement-started child 8, placement 1, type K2
and    2026-03-20 09:00  placement-started child 9, placement 1, type K2
when   it is 2026-03-21 09:00
then   duty home-independent-visit is running, entry 2, due end of 2026-04-30
and    1 duties home-independent-visit
and    no duty supported-missing-policy
