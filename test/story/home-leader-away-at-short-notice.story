# Known three weeks before: the month is already gone when it is known, and it is late at once.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-10 09:00  home-leader-away from 2026-05-31
and    2026-05-11 09:00  regulator-told matter absence
when   it is 2026-05-10 10:00
then   duty home-absence-foreseen-told is overdue, due end of 2026-04-30
when   it is 2026-05-11 10:00
then   duty home-absence-foreseen-told is met-late
