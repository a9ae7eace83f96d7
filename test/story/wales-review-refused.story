# Wales: the reviewing officer finds an early review that the child asked for not justified.
nation wales
given  2025-03-03 09:00  care-started legal-status C2
and    2025-03-03 10:00  placement-started placement 1, type P1, area in, area-confidence high
and    2026-03-10 10:00  review-asked
and    2026-03-12 10:00  review-refused
and    2026-03-16 10:00  review-held
when   it is 2026-03-17 09:00
then   duty review-asked-by-child is ended
and    duty independent-visitor-considered is running, due end of 2026-03-30
given  2026-03-20 10:00  legal-status-changed legal-status C2
and    2026-03-23 10:00  independent-visitor-considered
when   it is 2026-03-24 09:00
then   duty visit-after-care-order is running, due end of 2026-03-27
and    duty independent-visitor-considered is met
