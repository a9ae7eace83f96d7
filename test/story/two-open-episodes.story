given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-01 20:30  missing-reported episode 2, class M
when   it is 2026-05-02 00:00
then   alarm two-open is raised, entry 4
