# The start of a placement is corrected to a week earlier: what runs from it moves; nothing is owed twice.
given  2026-02-01 09:00  care-started legal-status V2
and    2026-02-10 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-02-03 10:00  placement-started placement 1, type U6, area in, area-confidence high, corrects 2, recorded 2026-02-12 09:00
when   it is 2026-02-12 12:00
then   1 duties statutory-visit
and    duty statutory-visit is overdue, due end of 2026-02-10, entry 3
and    1 duties placement-plan-agreed
and    duty placement-plan-agreed is overdue, due end of 2026-02-10, entry 3
and    duty care-plan-made is running, due end of 2026-02-17, entry 3
