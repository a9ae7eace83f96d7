# Four copies; only the one to the parent was not given. Each plan asks again, one at a time.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-01-05 10:00  placement-started placement 1, type K2, area in, area-confidence high
and    2026-01-06 10:00  care-plan-made signed yes
and    2026-01-08 10:00  care-plan-copied to child independent-reviewing-officer
and    2026-01-09 10:00  care-plan-copied to carer
and    2026-01-20 10:00  care-plan-made signed yes
when   it is 2026-01-13 12:00
then   duty care-plan-copied-child is met, due end of 2026-01-13
and    duty care-plan-copied-reviewing-officer is met
and    duty care-plan-copied-carer is met
and    duty care-plan-copied-parent is running, due end of 2026-01-13
when   it is 2026-01-21 12:00
then   1 duties care-plan-copied-parent
and    duty care-plan-copied-parent is overdue, entry 3
and    duty care-plan-copied-child is running, entry 6, due end of 2026-01-27
