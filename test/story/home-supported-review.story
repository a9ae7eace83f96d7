# Quality of support every six months, its report 28 days after it (a local number).
over   home
given  2026-01-10 09:00  home-registered name Ash Court, type supported-accommodation
and    2026-07-01 09:00  home-reviewed
and    2026-07-20 09:00  home-report-sent of support, to regulator
when   it is 2026-06-11 09:00
then   duty supported-quality-review is warned, entry 1, due end of 2026-07-10
when   it is 2026-07-30 09:00
then   duty supported-quality-review is met, entry 1
and    duty supported-quality-review is running, entry 2, due end of 2027-01-01
and    duty supported-quality-report is met
and    no duty home-quality-report
