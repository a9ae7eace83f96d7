# Asked for on a Thursday; offered on the next, late by a minute of the day after.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-03-05 09:00  advocate-asked by the child
when   it is 2026-03-12 12:00
then   duty advocate-arranged is warned, due end of 2026-03-12
given  2026-03-13 00:01  advocate-offered accepted yes
when   it is 2026-03-13 12:00
then   duty advocate-arranged is met-late
