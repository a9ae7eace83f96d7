# Back at 00:30 on the night the clocks go back: 72 hours are elapsed hours, so 23:30 by the clock three days on.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, provider PR4, area in, area-confidence high, urn yes
and    2026-10-24 20:00  missing-reported episode 1, class M
and    2026-10-25 00:30  child-returned episode 1
when   it is 2026-10-27 23:29
then   duty return-interview-held is warned, due 2026-10-27 23:30
when   it is 2026-10-27 23:31
then   duty return-interview-held is overdue
