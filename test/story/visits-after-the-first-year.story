# After a year, three months only where the placement is meant to last to 18. November 30 plus three
# months is the last of February.
given  2024-11-01 09:00  care-started legal-status C2
and    2024-11-01 10:00  placement-started placement 1, type U4, to-18 yes, area in, area-confidence high
and    2025-11-30 15:00  visit-made placement 1, seen yes
when   it is 2025-12-01 12:00
then   duty statutory-visit is running, due end of 2026-02-28
and    duty statutory-visit explained: "3 months on is Saturday 28 February 2026"
