# Wales: two placements, each with its own clocks; the second an emergency outside the area.
nation wales
given  2026-03-02 09:00  care-started legal-status V2
and    2026-03-02 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-05 10:00  visit-made placement 1, seen yes, alone yes
and    2026-03-26 10:00  visit-made placement 1, seen yes, alone yes
and    2026-04-01 17:30  placement-ended placement 1
and    2026-04-01 18:00  placement-started placement 2, type K2, area distant, area-confidence high, emergency yes
when   it is 2026-04-02 11:00
then   duty gp-registered is ended, entry 2
and    duty gp-registered is running, due end of 2026-04-17, entry 6
and    duty dentist-registered is running, due end of 2026-05-01, entry 6
and    duty statutory-visit is running, due end of 2026-04-08, entry 6
and    duty host-authority-told is running, due 2026-04-02 18:00
and    duty host-authority-sent-plan is running, due end of 2026-04-10
and    duty emergency-panel is running, due end of 2026-05-11
and    duty emergency-relatives is running, due end of 2026-04-10
and    duty emergency-reviewing-officer is running, due end of 2026-04-10
and    duty placement-end-notified-child is running, due end of 2026-04-10
and    duty placement-end-notified-education-coordinator is running, due end of 2026-04-10
and    duty placement-notified-link-worker is running, due end of 2026-04-10
and    no duty out-of-area-panel
and    no duty placement-end-notified-area
when   it is 2026-04-02 18:00
then   duty host-authority-told is warned
when   it is 2026-04-02 18:01
then   duty host-authority-told is overdue
and    alarm host-not-told is raised, from 2026-04-02 18:00
