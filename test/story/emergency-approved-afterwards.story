given  2026-04-01 09:00  care-started legal-status C2
and    2026-04-03 10:00  placement-started placement 1, type K2, area distant, area-confidence high, emergency yes
and    2026-04-07 10:00  placement-approved placement 1, rank director
when   it is 2026-04-08 12:00
then   duty emergency-approval-area is running, due end of 2026-04-14
and    duty distant-approval is met-late
and    alarm late-approval-area is waiting, from end of 2026-04-14
and    alarm no-placement-plan is waiting
