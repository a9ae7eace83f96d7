# Wales: the panel approves and the nominated officer endorses before a move outside the area; what
# is told before it is told in time.
nation wales
given  2026-03-02 09:00  child-registered born 2011-05-02
and    2026-03-02 09:00  care-started legal-status V2
and    2026-03-02 09:30  placement-approved placement 1, rank panel
and    2026-03-02 09:40  placement-approved placement 1, rank nominated-officer
and    2026-03-02 09:50  placement-notified placement 1, to child gp education-coordinator, written yes
and    2026-03-02 10:00  placement-started placement 1, type K2, area adjoining, area-confidence high
when   it is 2026-03-02 12:00
then   duty out-of-area-panel is met
and    duty out-of-area-endorsed is met
and    no alarm out-no-panel
and    duty placement-notified-child is met
and    duty placement-notified-gp is met
and    duty placement-notified-education-coordinator is met
and    duty placement-notified-school is overdue
