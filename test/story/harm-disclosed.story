# The next working day after a Friday before a bank holiday is the Tuesday.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-04-30 20:00  missing-reported episode 1, class M
and    2026-05-01 10:00  child-returned episode 1, disclosed yes
when   it is 2026-05-05 12:00
then   duty harm-disclosed-strategy is running, due end of 2026-05-05
and    duty harm-disclosed-strategy explained: "Monday 4 May 2026 is a bank holiday: not counted"
