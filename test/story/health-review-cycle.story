# Under five every six months, from five every twelve. A refusal discharges; the cycle goes on.
given  2026-01-05 08:00  child-registered born 2021-05-01
and    2026-01-05 09:00  care-started legal-status C2
and    2026-01-20 09:00  health-assessed check initial
and    2026-04-01 09:00  health-assessed check review
and    2026-06-01 09:00  health-assessed check review, refused yes
and    2026-06-20 09:00  health-assessed check dental
when   it is 2026-07-01 12:00
then   duty health-assessment-initial is met
and    duty health-assessment-review is met, due end of 2026-07-20
and    duty health-assessment-review is met, due end of 2026-10-01
and    duty health-assessment-review is running, due end of 2027-06-01
