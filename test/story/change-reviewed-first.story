# A significant change is proposed: considered at a review first.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-02-02 09:00  change-proposed what to live with an aunt
when   it is 2026-02-16 12:00
then   duty change-reviewed-first is warned, due end of 2026-02-16
given  2026-02-16 14:00  review-held participation PN1
when   it is 2026-02-17 12:00
then   duty change-reviewed-first is met
