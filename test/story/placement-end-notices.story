# Ten working days after the termination, over Christmas.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-12-21 10:00  placement-ended placement 1, change CARPL
and    2026-12-21 10:00  placement-started placement 2, type U6, area in, area-confidence high
and    2026-12-22 10:00  placement-notified placement 1, to child parent, written yes, with end
when   it is 2027-01-06 12:00
then   duty placement-end-notified-child is met
and    duty placement-end-notified-parent is met
and    duty placement-end-notified-reviewing-officer is warned, due end of 2027-01-07
when   it is 2027-01-08 00:01
then   duty placement-end-notified-reviewing-officer is overdue
