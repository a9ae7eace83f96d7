# A waiver has a power and a reason, and the next visit is owed all the same, at the same placement.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-12 10:00  duty-waived rule statutory-visit, started 2, power head of service, reason flood
and    2026-01-20 10:00  visit-made placement 1, seen yes
when   it is 2026-01-15 09:00
then   duty statutory-visit is waived, entry 2
and    duty statutory-visit is running, entry 3, due end of 2026-02-23
when   it is 2026-01-21 09:00
then   duty statutory-visit is met, entry 3
and    duty statutory-visit is running, entry 4
