# A visit finds the child not safe on a Friday: a review by Tuesday. One that says nothing of it starts none.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-09 10:00  visit-made placement 1, seen yes, alone yes
and    2026-02-06 15:00  visit-made placement 1, seen yes, alone yes, safe no
when   it is 2026-02-10 12:00
then   1 duties review-after-unsafe-visit
and    duty review-after-unsafe-visit is warned, due end of 2026-02-10, entry 4
when   it is 2026-02-11 00:01
then   duty review-after-unsafe-visit is overdue
given  2026-02-10 14:00  review-held participation PN1
when   it is 2026-02-11 00:01
then   duty review-after-unsafe-visit is met
