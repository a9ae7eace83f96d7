# Ended in the morning and nothing began; at the 24th hour it rings, and clears with the new placement.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-02 10:00  placement-ended placement 1, change CREQB
when   it is 2026-03-03 09:59
then   alarm ended-without-placement is waiting, from 2026-03-03 10:00
when   it is 2026-03-03 10:01
then   alarm ended-without-placement is raised
given  2026-03-03 15:00  placement-started placement 2, type U6, area in, area-confidence high
when   it is 2026-03-03 16:00
then   alarm ended-without-placement is cleared
