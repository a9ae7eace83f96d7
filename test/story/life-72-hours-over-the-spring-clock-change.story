# Back at 00:30 on the night the clocks go forward: 01:30 by the clock three days on.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, provider PR4, area in, area-confidence high, urn yes
and    2026-03-28 20:00  missing-reported episode 1, class M
and    2026-03-29 00:30  child-returned episode 1
when   it is 2026-04-01 01:29
then   duty return-interview-held is warned, due 2026-04-01 01:30
when   it is 2026-04-01 01:31
then   duty return-interview-held is overdue
