# Whereabouts known: no duty to report to the police, but a return interview all the same.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class A
and    2026-05-02 06:00  child-returned episode 1
when   it is 2026-05-03 00:00
then   no duty missing-police-told
and    no duty missing-risk-graded
and    duty return-interview-held is running
