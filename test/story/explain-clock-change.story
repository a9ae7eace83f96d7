# Hard case: the clocks go forward between the return and the deadline.
given  2026-03-02 09:00  care-started legal-status V2
and    2026-03-02 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-27 20:00  missing-reported episode 1, class M
and    2026-03-28 10:00  child-returned episode 1
when   it is 2026-03-30 12:00
then   duty return-interview-held reads explain-clock-change.txt
