# Confirmed: nothing is to be ended, and the visits go back to six weeks.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type P1, area in, area-confidence high, before-assessment yes
and    2026-01-09 10:00  visit-made placement 1, seen yes, alone yes
and    2026-01-14 14:00  parent-placement-assessed placement 1
and    2026-01-15 10:00  parent-placement-decided placement 1, confirmed yes
and    2026-01-16 10:00  visit-made placement 1, seen yes, alone yes
when   it is 2026-01-15 12:00
then   duty statutory-visit is warned, due end of 2026-01-16
when   it is 2026-01-20 12:00
then   no duty parent-placement-ended
and    duty statutory-visit is running, due end of 2026-02-27
