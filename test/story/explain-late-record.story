# Hard case: the return is written down three days after it happened. The clock ran all the same.
given  2026-05-05 09:00  care-started legal-status V2
and    2026-05-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-08 22:10  missing-reported episode 1, class M
and    2026-05-09 06:30  child-returned episode 1, recorded 2026-05-12 10:15
and    2026-05-12 15:00  return-interview-held episode 1, independent yes
when   it is 2026-05-12 16:00
then   duty return-interview-held reads explain-late-record.txt
