# Moved in the morning, moved again in the evening: each placement has its plan and first visit, and
# the visit owed at the placement that was left ends with it.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-02-02 09:00  placement-started placement 2, type U6, area in, area-confidence high
and    2026-02-02 19:00  placement-started placement 3, type K2, area in, area-confidence high
when   it is 2026-02-03 12:00
then   duty statutory-visit is ended, entry 2
and    duty statutory-visit is ended, entry 3
and    duty statutory-visit is running, entry 4, due end of 2026-02-09
and    3 duties placement-plan-agreed
and    alarm third-placement is raised, entry 4
