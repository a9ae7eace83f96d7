# A full order while the child lives with a parent: a visit within a week of the order.
given  2026-01-05 09:00  care-started legal-status C1
and    2026-01-05 10:00  placement-started placement 1, type P1, area in, area-confidence high
and    2026-02-27 14:00  legal-status-changed legal-status C2
when   it is 2026-03-06 12:00
then   duty visit-after-care-order is running, due end of 2026-03-06
given  2026-03-06 20:00  visit-made placement 1, seen yes, alone yes
when   it is 2026-03-07 12:00
then   duty visit-after-care-order is met
