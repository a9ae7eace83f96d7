# Placed with parents before assessment: a week, until the first review.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type P1, area in, area-confidence high, before-assessment yes
and    2026-01-08 10:00  visit-made placement 1, seen yes, alone yes
when   it is 2026-01-16 00:01
then   alarm visit-gap-weekly is raised, from end of 2026-01-15
given  2026-01-15 12:00  review-held participation PN1
when   it is 2026-01-16 00:01
then   alarm visit-gap-weekly is cleared
