# Each quarter: given in May for the one before, due again by the end of September; the director hears twenty working days after.
over   agency
given  2026-01-05 09:00  agency-registered name Borough of Elmwick, kind authority
and    2026-05-20 09:00  partnership-data-given quarter 2026-1
when   it is 2026-05-01 09:00
then   duty missing-data-to-partners is running, entry 1, due end of 2026-06-30
when   it is 2026-09-20 09:00
then   duty missing-data-to-partners is met, entry 1
and    duty missing-data-to-partners is warned, entry 2, due end of 2026-09-30
and    duty missing-data-to-partners goes to director at 2026-10-29 00:00
when   it is 2026-10-01 00:01
then   duty missing-data-to-partners is overdue
