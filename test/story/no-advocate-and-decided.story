# Decided before the two weeks were over: nothing rings.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-03-02 20:00  missing-reported episode 1, class M
and    2026-03-03 20:00  alarm-raised rule over-24h, started 2
and    2026-03-04 20:00  alarm-decided rule over-24h, started 2, decision meeting, reason met today
when   it is 2026-04-18 00:01
then   alarm no-advocate is cleared
