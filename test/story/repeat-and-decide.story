# Three in ninety days ring; a decision ends it; a fourth is a new fact and rings again.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 06:00  child-returned episode 1
and    2026-06-01 20:00  missing-reported episode 2, class M
and    2026-06-02 06:00  child-returned episode 2
and    2026-07-20 20:00  missing-reported episode 3, class M
and    2026-07-20 20:10  missing-reported episode 3, class M
and    2026-07-21 06:00  child-returned episode 3
and    2026-07-22 10:00  alarm-decided rule repeat-3-in-90, started 7, decision meeting, reason meeting on Friday
and    2026-07-25 20:00  missing-reported episode 4, class M
when   it is 2026-07-21 12:00
then   1 alarms repeat-3-in-90
and    alarm repeat-3-in-90 is raised, entry 7
and    no alarm repeat-3-in-30
and    alarm repeat-2-ever is raised, entry 5
and    duty missing-pattern-reviewed is running, entry 7
and    duty review-early is running, entry 7
when   it is 2026-07-26 12:00
then   alarm repeat-3-in-90 is decided, entry 7
and    alarm repeat-3-in-90 is raised, entry 11
