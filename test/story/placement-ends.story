given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area adjoining, area-confidence high
and    2026-03-02 10:00  missing-reported episode 1, class M
and    2026-03-02 20:00  placement-ended placement 1, change CREQB
and    2026-03-06 10:00  placement-notified placement 1, to carer, written yes, with end
when   it is 2026-03-09 12:00
then   duty placement-end-notified-carer is met
and    duty placement-end-notified-area is running, due end of 2026-03-16
and    alarm missing-then-ended is raised
and    duty missing-episode-closed-with-placement is overdue, due 2026-03-03 20:00
when   it is 2026-03-17 12:00
then   duty placement-end-notified-area is overdue
and    alarm end-no-notice-area is raised
and    no alarm end-no-notice-carer
