# Wales: a visit in week three moves the next one to six weeks from it, not to a grid.
nation wales
given  2026-01-05 10:00  care-started legal-status V2
and    2026-01-05 11:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-09 10:00  visit-made placement 1
and    2026-01-22 10:00  visit-made placement 1
when   it is 2026-02-01 12:00
then   duty statutory-visit is running, due end of 2026-03-05, entry 4
