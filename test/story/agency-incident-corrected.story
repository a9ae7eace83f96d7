# Aware a week earlier than was first written: the five days run from then.
over   agency
given  2026-01-05 09:00  agency-registered name Borough of Elmwick, kind authority
and    2026-03-16 09:00  serious-incident-known incident 1
and    2026-03-09 09:00  serious-incident-known incident 1, corrects 2, recorded 2026-03-17 09:00
when   it is 2026-03-18 10:00
then   duty partnership-incident-notified is overdue, due end of 2026-03-16
and    1 duties partnership-incident-notified
