# A parent is given a copy, the reviewing officer is told of the placement plan, and the child is seen alone.
nation wales
given  2026-03-02 09:00  care-started legal-status V2
and    2026-03-02 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-03 10:00  care-plan-made
and    2026-03-04 10:00  placement-plan-agreed placement 1, signed yes
and    2026-03-05 10:00  visit-made placement 1, alone no
and    2026-04-02 10:00  visit-made placement 1, alone no
when   it is 2026-04-03 09:00
then   duty care-plan-copied-parent is overdue, due end of 2026-03-10
and    duty placement-plan-officer-told is overdue, due end of 2026-03-05
and    alarm not-seen-alone is raised, entry 6
given  2026-04-08 10:00  visit-made placement 1, alone yes
when   it is 2026-04-09 09:00
then   alarm not-seen-alone is cleared
