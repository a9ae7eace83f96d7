# 2 January is a working day in England: due on the Friday, not on the Monday.
given  2026-12-31 10:00  change-proposed what a new school
and    2026-01-05 09:00  care-started legal-status C2
when   it is 2027-01-01 12:00
then   duty change-reviewed-first is running, due end of 2027-01-15
