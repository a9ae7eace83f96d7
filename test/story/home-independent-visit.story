# Once in each month: a visit on the 3rd makes the next due by the end of the next month, and so does one on the 30th.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-03 10:00  home-visited visit 1
and    2026-03-30 10:00  home-visited visit 2
and    2026-04-01 10:00  home-visited visit 3
when   it is 2026-01-31 10:00
then   duty home-independent-visit is running, entry 1, due end of 2026-02-28
when   it is 2026-03-29 10:00
then   duty home-independent-visit is met, entry 1
and    duty home-independent-visit is warned, entry 2, due end of 2026-03-31
when   it is 2026-04-02 10:00
then   duty home-independent-visit is met, entry 3
and    duty home-independent-visit is running, entry 4, due end of 2026-05-31
and    no alarm reg44-missed
and    duty home-independent-visit explained: "By the calendar, the month that is 1 on ends with Sunday 31 May 2026."
