# A refusal ends the duty to hold it, and counts as an offer; it is not shown as overdue.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 06:40  child-returned episode 1
and    2026-05-03 10:00  return-interview-offered episode 1
and    2026-05-03 16:00  return-interview-declined episode 1, why did not want to talk
when   it is 2026-05-03 12:00
then   duty return-interview-held is running
and    duty return-interview-offered is met
when   it is 2026-06-01 00:00
then   duty return-interview-held is ended
and    duty return-interview-held explained: "Ended by"
