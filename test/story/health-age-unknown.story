# Six months or twelve depends on the age: without a date of birth no date is guessed.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-20 09:00  health-assessed check initial
when   it is 2026-07-01 12:00
then   duty health-assessment-review is unknown, due unknown
and    duty health-assessment-review explained: "date of birth is not recorded"
