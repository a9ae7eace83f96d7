# A move in one day, the end written down after the start: nothing waits.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-02 10:00  placement-started placement 2, type U6, area in, area-confidence high
and    2026-03-02 10:00  placement-ended placement 1, change CARPL
when   it is 2026-03-10 12:00
then   no alarm ended-without-placement
