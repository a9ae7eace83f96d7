# Wales: with a connected person not yet assessed weekly until the first review, then every four weeks.
nation wales
given  2026-01-05 09:00  care-started legal-status V2
and    2026-01-05 10:00  placement-started placement 1, type U3, area in, area-confidence high, temporary-approval yes
and    2026-01-09 10:00  visit-made placement 1
when   it is 2026-01-10 09:00
then   duty statutory-visit is running, due end of 2026-01-16
given  2026-01-30 09:00  review-held
and    2026-02-02 10:00  visit-made placement 1
when   it is 2026-02-03 09:00
then   duty statutory-visit is running, due end of 2026-03-02
