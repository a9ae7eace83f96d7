# A concern is raised; the plan is changed on the fifth working day.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-02 10:00  concern-raised indicators new phone
when   it is 2026-03-09 12:00
then   duty placement-plan-safety-concern is running, due end of 2026-03-09
given  2026-03-09 23:00  safety-plan-changed what no visits to the town alone
when   it is 2026-03-10 12:00
then   duty placement-plan-safety-concern is met
