# A missing child is found dead: nothing of the episode is owed or rings any more.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area in, area-confidence high, urn yes
and    2026-02-01 20:00  absence-noticed episode 1
and    2026-02-01 20:30  missing-reported episode 1, class M
and    2026-02-02 05:00  child-died
when   it is 2026-03-10 12:00
then   duty missing-police-told is ended
and    duty missing-risk-graded is ended
and    duty missing-24-hours-escalated is ended
and    duty missing-parents-told is ended
and    alarm over-24h is cleared
and    alarm over-7d is cleared
and    alarm over-28d is cleared
