# The end of a placement is told twice, and the end of one that nobody knew of: owed once each, and no alarm of a home left.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-02-02 09:00  placement-ended placement 1, change CARPL
and    2026-02-02 10:00  placement-started placement 2, type U6, area in, area-confidence high
and    2026-02-02 12:00  placement-ended placement 1, change CARPL
and    2026-02-03 12:00  placement-ended placement 9, change CARPL
when   it is 2026-02-05 12:00
then   duty placement-end-notified-child is running, entry 3
and    2 duties placement-end-notified-child
and    no alarm ended-without-placement
and    duty statutory-visit is running, entry 4
