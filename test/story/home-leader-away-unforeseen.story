# Unforeseen: within a week. Telling of something else is not telling of this.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-leader-away unforeseen yes
and    2026-05-04 09:00  regulator-told matter change
when   it is 2026-05-08 10:00
then   duty home-absence-unforeseen-told is running, due end of 2026-05-08
and    no duty home-absence-foreseen-told
when   it is 2026-05-09 10:00
then   duty home-absence-unforeseen-told is overdue
