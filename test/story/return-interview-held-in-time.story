# Held at the 72nd hour is in time; later is late but held.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 06:40  child-returned episode 1
and    2026-05-05 06:40  return-interview-held episode 1
when   it is 2026-05-05 06:39
then   duty return-interview-held is warned, due 2026-05-05 06:40
when   it is 2026-06-01 00:00
then   duty return-interview-held is met
and    duty return-interview-offered is met
and    duty return-interview-acted-on is overdue, due end of 2026-05-12
