# With a temporary carer: weekly until the first review, then every four weeks; approved in full, six.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-01-05 10:00  placement-started placement 1, type U3, area in, area-confidence high, temporary-approval yes
and    2026-01-08 10:00  visit-made placement 1, seen yes, alone yes
and    2026-01-15 10:00  visit-made placement 1, seen yes, alone yes
and    2026-01-20 10:00  review-held participation PN1
and    2026-01-22 10:00  visit-made placement 1, seen yes, alone yes
and    2026-02-02 10:00  carer-approved placement 1
and    2026-02-19 10:00  visit-made placement 1, seen yes, alone yes
when   it is 2026-01-09 12:00
then   duty statutory-visit is running, due end of 2026-01-15
when   it is 2026-01-23 12:00
then   duty statutory-visit is running, due end of 2026-02-19
when   it is 2026-02-20 12:00
then   duty statutory-visit is running, due end of 2026-04-02
