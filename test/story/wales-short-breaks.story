# Wales: short breaks have no health or notice duties, and lighter visits and reviews.
nation wales
given  2026-03-02 09:00  care-started legal-status V4
and    2026-03-02 10:00  placement-started placement 1, type U6, area in, area-confidence high
when   it is 2026-03-03 09:00
then   duty visit-short-breaks is running, due end of 2026-09-02
and    duty review-first is running, due end of 2026-06-02
and    no duty health-assessment-initial
and    no duty gp-registered
and    no duty placement-notified-child
and    no duty placement-plan-agreed
