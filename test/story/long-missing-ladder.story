given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-04 10:00  pattern-reviewed episode 1
when   it is 2026-05-03 21:00
then   duty missing-24-hours-escalated is overdue, due 2026-05-02 20:00
and    alarm over-24h is raised, from 2026-05-02 20:00
and    no alarm over-72h
and    duty missing-72-hours-meeting is warned, due 2026-05-04 20:00
when   it is 2026-05-10 12:00
then   duty missing-24-hours-escalated is met-late
and    duty missing-72-hours-meeting is met
and    duty missing-72-hours-meeting is running, due end of 2026-05-11
and    alarm over-72h is raised
and    alarm over-7d is raised, from end of 2026-05-08
and    no alarm over-28d
