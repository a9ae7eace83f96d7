# A visit with a wrong date, corrected: the corrected one counts.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-28 10:00  home-visited visit 1
and    2026-03-02 10:00  home-visited visit 1, corrects 2
when   it is 2026-03-06 10:00
then   duty home-independent-visit is met-late, entry 1
and    duty home-independent-visit is running, entry 3, due end of 2026-04-30
