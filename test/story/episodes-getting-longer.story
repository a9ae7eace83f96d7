given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-01 20:00  missing-reported episode 1, class M
and    2026-03-01 23:30  child-returned episode 1
and    2026-04-01 12:00  missing-reported episode 2, class M
and    2026-04-01 20:00  child-returned episode 2
and    2026-05-01 12:00  missing-reported episode 3, class M
and    2026-05-02 20:00  child-returned episode 3
when   it is 2026-04-10 00:00
then   no alarm getting-longer
and    1 alarms overnight
when   it is 2026-05-10 00:00
then   alarm getting-longer is raised, entry 8
