# Away with whereabouts known, and police never told of it: they are not told of the end.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type P1, area in, area-confidence high
and    2026-03-06 20:00  absence-noticed episode 1, class A
and    2026-03-07 02:30  child-returned episode 1
when   it is 2026-03-09 02:01
then   no duty found-police-told
and    no duty found-authority-told
