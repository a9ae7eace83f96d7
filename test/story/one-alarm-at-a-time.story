# While nobody decides, further causes count on the alarm that rings; after a decision a new cause rings again.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 08:00  child-returned episode 1
and    2026-05-04 20:00  missing-reported episode 2, class M
and    2026-05-04 20:05  missing-reported episode 2, class M
and    2026-05-06 08:00  child-returned episode 2
and    2026-05-08 20:00  missing-reported episode 3, class M
and    2026-05-10 08:00  child-returned episode 3
and    2026-05-11 20:00  missing-reported episode 4, class M
and    2026-05-12 08:00  child-returned episode 4
and    2026-05-12 09:00  alarm-decided rule overnight, started 3, decision safety-plan, reason one plan for all nights
and    2026-05-13 20:00  missing-reported episode 5, class M
and    2026-05-14 08:00  child-returned episode 5
and    2026-05-14 09:00  missing-reported episode 6, class M
when   it is 2026-05-12 08:30
then   1 alarms overnight
and    alarm overnight is raised, entry 3, again 3
and    alarm over-24h is raised, from 2026-05-05 20:00, entry 5, again 1
and    alarm over-24h is cleared, entry 8
and    1 alarms over-24h
and    alarm repeat-3-in-30 is raised, entry 8, again 3
when   it is 2026-05-14 12:00
then   alarm overnight is decided, entry 3, again 3
and    alarm overnight is raised, entry 13, again 0
and    1 alarms over-24h
and    alarm over-24h is raised, from 2026-05-05 20:00, entry 5, again 1
when   it is 2026-05-15 10:00
then   alarm over-24h is raised, entry 5, again 2
