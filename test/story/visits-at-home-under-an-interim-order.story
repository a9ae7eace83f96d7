# Weekly until the first review, then every four weeks.
given  2026-01-05 09:00  care-started legal-status C1
and    2026-01-05 10:00  placement-started placement 1, type P1, area in, area-confidence high
and    2026-01-09 10:00  visit-made placement 1, seen yes
and    2026-01-15 10:00  visit-made placement 1, seen yes
and    2026-01-20 10:00  review-held
and    2026-01-22 10:00  visit-made placement 1, seen yes
when   it is 2026-02-01 12:00
then   duty statutory-visit is met, due end of 2026-01-16
and    duty statutory-visit is met, due end of 2026-01-22
and    duty statutory-visit is running, due end of 2026-02-19
