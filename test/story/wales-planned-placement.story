# Wales: a planned move outside the area in the fourth key stage, of which nobody was told and which
# nobody approved; and its end.
nation wales
given  2026-03-02 09:00  child-registered born 2011-05-02
and    2026-03-02 09:00  care-started legal-status V2
and    2026-03-02 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-04-20 10:00  placement-ended placement 1
and    2026-04-20 11:00  placement-started placement 2, type K2, area distant, area-confidence high, disrupts-key-stage-4 yes, contact-persons yes
when   it is 2026-04-21 09:00
then   duty care-plan-made is overdue, due end of 2026-03-16
and    alarm no-care-plan is raised, from end of 2026-03-16
and    duty placement-plan-agreed is ended, due end of 2026-03-09, entry 3
and    duty placement-plan-agreed is running, due end of 2026-04-27, entry 5
and    alarm no-placement-plan is waiting, from end of 2026-04-27
and    duty out-of-area-panel is overdue, entry 5
and    duty out-of-area-endorsed is overdue, entry 5
and    alarm out-no-panel is raised, entry 5
and    no duty emergency-panel
and    duty key-stage-4-approval is overdue, entry 5
and    duty placement-notified-child is overdue, entry 5
and    duty placement-notified-parent is overdue, entry 5
and    duty placement-notified-contact is overdue, entry 5
and    duty placement-notified-health-body is overdue, entry 5
and    duty placement-notified-gp is overdue, entry 5
and    duty placement-notified-school is overdue, entry 5
and    duty placement-notified-education-coordinator is overdue, entry 5
and    duty placement-notified-reviewing-officer is overdue, entry 5
and    duty placement-notified-previous-carer is overdue, entry 5
and    duty placement-notified-link-worker is overdue, entry 5
and    duty placement-end-notified-child is running, due end of 2026-04-27
and    duty placement-end-notified-parent is running, due end of 2026-04-27
and    duty placement-end-notified-carer is running, due end of 2026-04-27
and    duty placement-end-notified-health-body is running, due end of 2026-04-27
and    duty placement-end-notified-gp is running, due end of 2026-04-27
and    duty placement-end-notified-school is running, due end of 2026-04-27
and    duty placement-end-notified-reviewing-officer is running, due end of 2026-04-27
and    duty placement-end-reviewed is overdue, entry 4
and    no duty placement-end-notified-area
and    no duty placement-end-notified-link-worker
given  2026-05-18 10:00  placement-ended placement 2
when   it is 2026-05-19 09:00
then   duty placement-end-notified-area is running, due end of 2026-05-26
and    duty placement-end-notified-link-worker is running, due end of 2026-05-26
given  2026-05-20 10:00  placement-notified placement 2, to area-authority, written yes, with end
when   it is 2026-05-21 09:00
then   duty placement-end-notified-area is met
