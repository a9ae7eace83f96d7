# The third episode was another child's and is withdrawn after the alarm on it was decided: nothing rings, nothing is owed of it.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, provider PR4, area in, area-confidence high, urn yes
and    2026-03-01 20:00  missing-reported episode 1, class M
and    2026-03-02 06:00  child-returned episode 1
and    2026-03-10 20:00  missing-reported episode 2, class M
and    2026-03-11 06:00  child-returned episode 2
and    2026-03-20 20:00  missing-reported episode 3, class M
and    2026-03-21 10:00  alarm-decided rule repeat-3-in-30, started 7, decision meeting, reason meeting on Friday
and    2026-03-22 10:00  entry-withdrawn corrects 7, reason another child
when   it is 2026-03-25 12:00
then   no alarm repeat-3-in-30
and    no alarm repeat-3-in-90
and    no duty missing-pattern-reviewed
and    no duty review-early
