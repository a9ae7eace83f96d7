# Reviewed in the fifth month: nothing rings, and the six months begin again.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-06-20 10:00  home-reviewed
when   it is 2026-07-11 10:00
then   duty home-quality-review is met, entry 1
and    duty home-quality-review is running, entry 2, due end of 2026-12-20
and    no alarm reg45-late
