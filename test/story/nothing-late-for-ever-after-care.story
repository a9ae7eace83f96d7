# When care has ended, what only its people could still do ends; the child's own interview stays owed.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U1, provider PR1, area distant, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 08:00  child-returned episode 1
and    2026-05-03 08:00  return-interview-held episode 1
and    2026-05-04 20:00  missing-reported episode 2, class M
and    2026-05-05 08:00  child-returned episode 2
and    2026-06-01 12:00  care-ended reason E13
when   it is 2026-05-20 12:00
then   duty missing-reviewing-officer-told is overdue, entry 6
and    duty placement-plan-safety is overdue, entry 7
and    duty return-interview-acted-on is overdue, entry 5
and    duty foster-missing-police-told is ended, entry 6
when   it is 2026-07-01 12:00
then   duty missing-authority-told is ended, entry 6
and    duty missing-reviewing-officer-told is ended, entry 6
and    duty missing-host-told is ended, entry 6
and    duty foster-missing-area-told is ended, entry 6
and    duty placement-plan-safety is ended, entry 7
and    duty return-interview-acted-on is ended, entry 5
and    duty prevention-interview-held is ended, entry 4
and    duty prevention-interview-held is overdue, entry 7
and    duty return-interview-held is overdue, entry 7
