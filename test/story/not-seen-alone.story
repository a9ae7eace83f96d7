# Two visits running not alone with no reason; a visit that says nothing of it is left out.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-09 10:00  visit-made placement 1, seen yes, alone no
and    2026-01-16 10:00  visit-made placement 1, seen yes
when   it is 2026-01-17 12:00
then   no alarm not-seen-alone
given  2026-01-23 10:00  visit-made placement 1, seen yes, alone no
when   it is 2026-01-24 12:00
then   alarm not-seen-alone is raised, entry 5
given  2026-02-06 10:00  visit-made placement 1, seen yes, alone yes
when   it is 2026-02-07 12:00
then   alarm not-seen-alone is cleared, entry 5
