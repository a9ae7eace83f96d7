# An action of a plan rings 28 days after its date. Another action's end is not this one's.
over   agency
given  2026-01-05 09:00  agency-registered name Borough of Elmwick, kind authority
and    2026-02-01 09:00  plan-adopted plan 1, title Plan
and    2026-02-02 09:00  action-added plan 1, task 1, action lighting, due 2026-04-30
and    2026-02-02 09:00  action-added plan 1, task 2, action training, due 2026-04-30
and    2026-05-20 09:00  action-done plan 1, task 1, action lighting
and    2026-06-10 09:00  action-done plan 1, task 2, action training
when   it is 2026-05-28 10:00
then   no alarm action-overdue-partnership
when   it is 2026-05-29 00:01
then   alarm action-overdue-partnership is raised, entry 4, from end of 2026-05-28
when   it is 2026-06-11 10:00
then   alarm action-overdue-partnership is cleared, entry 4
