given  2026-04-01 09:00  care-started legal-status C2
and    2026-04-07 08:00  placement-approved placement 1, rank director
and    2026-04-08 10:00  placement-started placement 1, type K2, area distant, area-confidence high, emergency yes
and    2026-04-10 10:00  placement-notified placement 1, to area-authority, written yes, with needs care-plan
when   it is 2026-04-15 12:00
then   alarm late-approval-relatives is raised, from end of 2026-04-14
and    alarm late-approval-reviewing-officer is raised
and    no alarm late-approval-area
and    duty emergency-approval-relatives is overdue, due end of 2026-04-14
