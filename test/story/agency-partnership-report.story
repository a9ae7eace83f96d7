# The partners' yearly report: twelve months, counted from the last.
over   agency
given  2026-01-05 09:00  agency-registered name Elmwick safeguarding partners, kind partnership
and    2026-09-30 09:00  annual-report-published year 2026
when   it is 2026-10-01 09:00
then   duty partnership-report-published is met, entry 1
and    duty partnership-report-published is running, entry 2, due end of 2027-09-30
