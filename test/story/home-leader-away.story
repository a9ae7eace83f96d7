# Foreseen: a month before it begins. Known too late for that, it is late when it is known.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-leader-away from 2026-07-31
and    2026-06-30 20:00  regulator-told matter absence
and    2026-09-01 09:00  home-leader-back
and    2026-09-08 20:00  regulator-told matter return
when   it is 2026-06-30 10:00
then   duty home-absence-foreseen-told is running, due end of 2026-06-30
and    no duty home-absence-unforeseen-told
when   it is 2026-07-01 10:00
then   duty home-absence-foreseen-told is met
when   it is 2026-09-08 10:00
then   duty home-return-told is running, due end of 2026-09-08
when   it is 2026-09-09 10:00
then   duty home-return-told is met
and    duty home-absence-foreseen-told explained: "1 month before is Tuesday 30 June 2026."
