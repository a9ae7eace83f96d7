# Found and returned are one occasion for the police.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 03:00  child-found episode 1, by police
and    2026-05-02 06:00  child-returned episode 1
when   it is 2026-05-02 12:00
then   1 duties prevention-interview-held
and    duty prevention-interview-held is running, due 2026-05-03 03:00
