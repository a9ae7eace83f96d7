given  2026-04-01 09:00  care-started legal-status C2
and    2026-04-03 10:00  placement-started placement 1, type K2, area distant, area-confidence high, emergency yes
when   it is 2026-04-04 12:00
then   duty emergency-approval-area is unknown, due unknown
and    duty emergency-approval-area explained: "which is not recorded"
and    alarm distant-no-approval is raised
and    duty distant-approval is overdue, due 2026-04-03 10:00
