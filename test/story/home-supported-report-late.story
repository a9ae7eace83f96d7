# A report of another kind is not this report.
over   home
given  2026-01-10 09:00  home-registered name Ash Court, type supported-accommodation
and    2026-07-01 09:00  home-reviewed
and    2026-07-20 09:00  home-report-sent of quality, to regulator
when   it is 2026-07-30 00:01
then   duty supported-quality-report is overdue, due end of 2026-07-29
