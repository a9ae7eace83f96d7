given  2026-01-05 09:00  care-started legal-status V3
when   it is 2026-01-06 09:00
then   duty review-first is running, due end of 2026-04-05
and    duty visit-short-breaks is running, due end of 2026-04-05
and    no duty health-assessment-initial
