# Out of the area, planned: the notices had to be written before; one was, one came a day late.
given  2026-02-01 09:00  care-started legal-status C2
and    2026-02-09 09:00  placement-approved placement 1, rank nominated-officer, conditions wishes most-suitable
and    2026-02-09 10:00  placement-notified placement 1, to area-authority gp, written yes, with needs care-plan
and    2026-02-10 10:00  placement-started placement 1, type U6, provider PR4, area adjoining, area-confidence high
and    2026-02-11 10:00  placement-notified placement 1, to health-body, written yes
when   it is 2026-02-10 12:00
then   duty placement-notified-health-body is overdue, due 2026-02-10 10:00
when   it is 2026-02-12 12:00
then   duty placement-notified-area is met
and    duty placement-notified-gp is met
and    duty placement-notified-health-body is met-late
and    duty placement-notified-child is overdue
and    duty out-of-area-approval is met
and    no duty distant-approval
and    no alarm out-no-approval
and    no alarm out-no-notice
