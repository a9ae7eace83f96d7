# A high alarm for two weeks, undecided, and nobody offered an advocate.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-02 20:00  missing-reported episode 1, class M
and    2026-03-03 20:00  alarm-raised rule over-24h, started 3
when   it is 2026-03-18 00:01
then   alarm no-advocate is raised, from end of 2026-03-17
given  2026-03-17 12:00  advocate-offered accepted yes
when   it is 2026-03-18 00:01
then   alarm no-advocate is cleared
