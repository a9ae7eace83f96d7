# Six months after the last, to the end of that day; from 31 August that is 28 February.
over   home
given  2026-02-28 09:00  home-registered name Elm House, type childrens-home
and    2026-08-31 10:00  home-reviewed
when   it is 2026-08-27 10:00
then   duty home-quality-review is warned, entry 1, due end of 2026-08-28
when   it is 2026-08-30 10:00
then   duty home-quality-review is overdue, entry 1
and    alarm reg45-late is raised, from end of 2026-08-28
when   it is 2026-09-01 10:00
then   duty home-quality-review is met-late, entry 1
and    duty home-quality-review is running, entry 2, due end of 2027-02-28
