# Another authority's child, placed here: what the responsible authority owes is not owed here.
given  2026-01-05 08:00  child-registered hosted yes
and    2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area distant, area-confidence high
when   it is 2026-03-17 12:00
then   no duty statutory-visit
and    no duty review-first
and    no duty placement-notified-area
and    no alarm distant-no-approval
