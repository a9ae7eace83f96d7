# A week of first receiving it. Two notices, one visit; the alarm rings when nobody came.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area in, area-confidence high, urn yes
and    2026-03-02 10:00  regulator-notice-received notice 11
and    2026-03-04 10:00  regulator-notice-received notice 12
when   it is 2026-03-10 00:01
then   2 duties visit-after-regulator-notice
and    duty visit-after-regulator-notice is overdue, due end of 2026-03-09, entry 3
and    alarm regulator-notice-unvisited is raised, from end of 2026-03-09
given  2026-03-10 10:00  visit-made placement 1, seen yes, alone yes
when   it is 2026-03-12 12:00
then   duty visit-after-regulator-notice is met-late, entry 3
and    duty visit-after-regulator-notice is met, entry 4
and    alarm regulator-notice-unvisited is cleared, entry 3
and    alarm regulator-notice-unvisited is cleared, entry 4
