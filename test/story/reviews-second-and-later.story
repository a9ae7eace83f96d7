given  2026-01-05 09:00  care-started legal-status V2
and    2026-01-20 09:00  review-held
and    2026-04-14 09:00  review-held
when   it is 2026-04-20 09:00
then   duty review-first is met
and    duty review-later is met, due end of 2026-04-20
and    duty review-later is running, due end of 2026-10-14
