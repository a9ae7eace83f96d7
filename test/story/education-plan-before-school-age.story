# Under five no education plan is owed.
given  2026-01-05 08:00  child-registered born 2022-01-01
and    2026-01-05 09:00  care-started legal-status C2
when   it is 2026-03-20 00:01
then   no duty education-plan-started
