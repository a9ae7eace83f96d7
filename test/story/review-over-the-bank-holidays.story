# Twenty working days from 15 December 2025 pass Christmas, Boxing Day and New Year's Day.
given  2025-12-15 09:00  care-started legal-status V2
when   it is 2025-12-16 09:00
then   duty review-first is running, due end of 2026-01-15
and    duty health-assessment-initial is running, due end of 2026-01-15
and    duty review-first explained: "Thursday 25 December 2025 is a bank holiday: not counted"
and    duty review-first explained: "Monday 15 December 2025 is day 0"
