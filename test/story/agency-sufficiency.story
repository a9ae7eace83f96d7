# Stated, and again within three years.
over   agency
given  2026-01-05 09:00  agency-registered name Borough of Elmwick, kind authority
and    2026-01-30 09:00  sufficiency-stated text strategy
when   it is 2028-12-30 09:00
then   duty sufficiency-stated is met, entry 1
and    duty sufficiency-stated is running, entry 2, due end of 2029-01-30
when   it is 2029-01-31 09:00
then   duty sufficiency-stated is overdue
