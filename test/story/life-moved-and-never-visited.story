# Moved on the day after a visit and never visited in the new home: six weeks after the move it rings.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, provider PR4, area in, area-confidence high, urn yes
and    2026-02-02 10:00  visit-made placement 1
and    2026-02-03 10:00  placement-ended placement 1, change CARPL
and    2026-02-03 11:00  placement-started placement 2, type U6, area in, area-confidence high
when   it is 2026-03-17 12:00
then   alarm visit-gap is waiting, entry 5
when   it is 2026-03-18 00:01
then   alarm visit-gap is raised, entry 5
and    duty statutory-visit is overdue, due end of 2026-02-10
