# A visit of the 28th that is written down in the next month was in time: it counts from when it was.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-28 10:00  home-visited visit 1, recorded 2026-03-05 09:00
when   it is 2026-03-06 10:00
then   duty home-independent-visit is met, entry 1
and    duty home-independent-visit is running, entry 2, due end of 2026-03-31
