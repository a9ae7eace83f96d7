# Six weeks after the last visit it rings, for one gap once; the next visit clears it.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-09 10:00  visit-made placement 1, seen yes, alone yes
and    2026-01-30 10:00  visit-made placement 1, seen yes, alone yes
when   it is 2026-03-13 23:59
then   alarm visit-gap is waiting, from end of 2026-03-13
when   it is 2026-03-14 00:01
then   alarm visit-gap is raised, entry 4
given  2026-03-16 10:00  visit-made placement 1, seen yes, alone yes
when   it is 2026-03-17 12:00
then   alarm visit-gap is cleared, entry 4
