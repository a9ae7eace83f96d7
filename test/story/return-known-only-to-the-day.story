# Hours run from the end of a day when the time of day is not known, and the explanation says so.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02  child-returned episode 1, known to the day
when   it is 2026-05-05 23:59
then   duty return-interview-held is warned, due end of 2026-05-05
and    duty return-interview-held explained: "The time of day is not known"
when   it is 2026-05-06 00:01
then   duty return-interview-held is overdue
