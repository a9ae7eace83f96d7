# The eighth day after moving in: the second of the two alarms, not the first.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area in, area-confidence high, urn yes
and    2026-01-13 20:00  missing-reported episode 1, class M
when   it is 2026-01-13 21:00
then   alarm early-missing-28 is raised
and    no alarm early-missing
