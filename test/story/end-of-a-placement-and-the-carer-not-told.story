# Ten working days after the termination, over Good Friday and Easter Monday.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-30 10:00  placement-ended placement 1, change CARPL
and    2026-03-30 10:00  placement-started placement 2, type U6, area in, area-confidence high
when   it is 2026-04-16 00:01
then   alarm end-no-notice-carer is raised, from end of 2026-04-15
and    duty placement-end-notified-carer is overdue, due end of 2026-04-15
given  2026-04-15 16:00  placement-notified placement 1, to carer, written yes, with end
when   it is 2026-04-16 00:01
then   alarm end-no-notice-carer is cleared
and    duty placement-end-notified-carer is met
