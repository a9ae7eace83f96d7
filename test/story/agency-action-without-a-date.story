# An action with no date rings never, and does not pretend to.
over   agency
given  2026-01-05 09:00  agency-registered name Borough of Elmwick, kind authority
and    2026-02-02 09:00  action-added plan 1, task 1, action lighting
when   it is 2027-05-28 10:00
then   no alarm action-overdue-partnership
