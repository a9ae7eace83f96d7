# An episode that never was leaves nothing owed behind.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 08:00  child-returned episode 1
and    2026-05-02 09:00  episode-closed episode 1, reason recorded-in-error
when   it is 2026-06-01 12:00
then   duty return-interview-held is ended
and    duty return-interview-offered is ended
and    duty prevention-interview-held is ended
and    duty placement-plan-safety is ended
and    duty missing-reviewing-officer-told is ended
and    duty missing-authority-told is ended
