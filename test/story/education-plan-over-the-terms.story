# Ten working days to start it, then once in four months, a ceiling from the last.
given  2026-01-05 08:00  child-registered born 2014-01-01
and    2026-01-05 09:00  care-started legal-status C2
when   it is 2026-01-20 00:01
then   duty education-plan-started is overdue, due end of 2026-01-19
given  2026-01-19 15:00  education-plan-made by the school
when   it is 2026-01-20 00:01
then   duty education-plan-started is met
and    duty education-plan-reviewed is running, due end of 2026-05-19
given  2026-05-11 15:00  education-plan-made by the school
when   it is 2026-05-20 00:01
then   duty education-plan-reviewed is met
and    duty education-plan-reviewed is running, due end of 2026-09-11
