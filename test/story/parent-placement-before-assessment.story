# With parents before assessment: assessed on the tenth working day, decided too late, then not confirmed.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type P1, area in, area-confidence high, before-assessment yes
when   it is 2026-01-19 12:00
then   duty parent-placement-assessed is warned, due end of 2026-01-19
given  2026-01-19 14:00  parent-placement-assessed placement 1
when   it is 2026-02-03 00:01
then   duty parent-placement-assessed is met
and    duty parent-placement-decided is overdue, due end of 2026-02-02
given  2026-02-03 10:00  parent-placement-decided placement 1
when   it is 2026-02-03 12:00
then   duty parent-placement-decided is met-late
and    duty parent-placement-ended is running, due 2026-02-04 10:00
given  2026-02-04 09:00  placement-ended placement 1, change CARPL
when   it is 2026-02-05 12:00
then   duty parent-placement-ended is met
