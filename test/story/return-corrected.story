# The time of the return was wrong; the correction stands as if the first had never been said.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 06:00  child-returned episode 1
and    2026-05-03 06:00  child-returned episode 1, corrects 4, recorded 2026-05-04 09:00
when   it is 2026-05-05 07:00
then   1 duties return-interview-held
and    duty return-interview-held is warned, due 2026-05-06 06:00, entry 5
