# The clock runs from the return, not from when somebody wrote it down.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 06:00  child-returned episode 1, recorded 2026-05-04 17:00
when   it is 2026-05-05 07:00
then   duty return-interview-held is overdue, due 2026-05-05 06:00
