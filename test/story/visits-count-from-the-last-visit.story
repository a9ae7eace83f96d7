# A ceiling counted from the last visit, not a grid: week 3's visit moves the next to week 9.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-09 15:00  visit-made placement 1, seen yes, alone yes
and    2026-01-26 15:00  visit-made seen yes, alone yes
when   it is 2026-01-06 12:00
then   duty statutory-visit is running, due end of 2026-01-12
when   it is 2026-02-20 12:00
then   3 duties statutory-visit
and    duty statutory-visit is met, due end of 2026-02-20
and    duty statutory-visit is running, due end of 2026-03-09
and    duty statutory-visit goes to independent-reviewing-officer at 2026-03-17
when   it is 2026-03-10 00:00
then   duty statutory-visit is warned
when   it is 2026-03-10 00:01
then   duty statutory-visit is overdue
