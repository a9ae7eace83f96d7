# Assessed within three months before care: the first is done, and its review counts from it.
given  2026-01-05 08:00  child-registered born 2021-05-01
and    2026-01-05 09:00  care-started legal-status C2
and    2025-11-20 09:00  health-assessed check initial
when   it is 2026-07-01 12:00
then   duty health-assessment-initial is met
and    duty health-assessment-review is overdue, due end of 2026-05-20
