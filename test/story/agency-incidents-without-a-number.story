# Two serious incidents, neither numbered: the second is owed a notice of its own, and an old notice is not it.
over   agency
given  2026-01-05 09:00  agency-registered name Borough of Elmwick, kind authority
and    2026-03-02 09:00  serious-incident-known
and    2026-03-04 09:00  serious-incident-notified
and    2026-06-01 09:00  serious-incident-known
when   it is 2026-06-09 00:01
then   duty partnership-incident-notified is met, entry 2
and    duty partnership-incident-notified is overdue, entry 4, due end of 2026-06-08
