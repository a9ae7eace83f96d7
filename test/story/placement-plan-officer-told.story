# The reviewing officer, told of the placement already, knows; of the second plan nobody told.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-05 11:00  placement-notified placement 1, to independent-reviewing-officer, written yes
and    2026-01-06 10:00  placement-plan-agreed placement 1, signed yes
and    2026-02-02 10:00  placement-started placement 2, type U6, area in, area-confidence high
and    2026-02-03 10:00  placement-plan-agreed placement 2, signed yes
when   it is 2026-02-04 12:00
then   duty placement-plan-officer-told is met, entry 4
and    duty placement-plan-officer-told is running, entry 6, due end of 2026-02-04
when   it is 2026-02-05 00:01
then   duty placement-plan-officer-told is overdue, entry 6
