# A named senior manager for missing children.
over   agency
given  2026-01-05 09:00  agency-registered name Borough of Elmwick, kind authority
and    2026-02-03 09:00  named-person-appointed person 51
when   it is 2026-02-02 23:00
then   duty missing-named-manager is running, due end of 2026-02-02
when   it is 2026-02-03 00:01
then   duty missing-named-manager is overdue
when   it is 2026-02-03 10:00
then   duty missing-named-manager is met-late
