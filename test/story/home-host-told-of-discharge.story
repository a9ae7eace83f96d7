# The notice that the placement ends may go out before it ends. The notice of the start is not that notice.
given  2026-05-01 09:00  care-started legal-status C2
and    2026-05-01 10:00  placement-started placement 1, type K2, area adjoining, area-confidence high
and    2026-05-01 12:00  placement-notified placement 1, to host-authority, written yes
and    2026-05-25 12:00  placement-notified placement 1, to host-authority, with end, written yes
and    2026-06-01 10:00  placement-ended placement 1
when   it is 2026-06-03 09:00
then   duty home-host-told-of-discharge is met, entry 5
