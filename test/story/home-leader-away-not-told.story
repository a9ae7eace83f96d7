# Nobody told the regulator, neither before nor after.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-leader-away from 2026-07-31
and    2026-09-01 09:00  home-leader-back
when   it is 2026-07-01 00:01
then   duty home-absence-foreseen-told is overdue, due end of 2026-06-30
and    duty home-absence-foreseen-told goes to inspector at 2026-07-01 00:00
when   it is 2026-09-01 10:00
then   duty home-absence-foreseen-told is ended
when   it is 2026-09-09 00:01
then   duty home-return-told is overdue, due end of 2026-09-08
