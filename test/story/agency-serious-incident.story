# Five working days from becoming aware; the rapid review in fifteen. Two incidents are two.
over   agency
given  2026-01-05 09:00  agency-registered name Borough of Elmwick, kind authority
and    2026-03-27 16:00  serious-incident-known incident 1
and    2026-04-07 12:00  serious-incident-notified incident 1
and    2026-04-08 09:00  serious-incident-known incident 2, death yes
and    2026-04-21 12:00  rapid-review-sent incident 1
when   it is 2026-04-07 11:00
then   duty partnership-incident-notified is warned, entry 2, due end of 2026-04-07
when   it is 2026-04-16 00:01
then   duty partnership-incident-notified is met, entry 2
and    duty partnership-incident-notified is overdue, entry 4, due end of 2026-04-15
when   it is 2026-04-22 09:00
then   duty partnership-rapid-review-sent is met, entry 2, due end of 2026-04-21
and    duty partnership-rapid-review-sent is running, entry 4, due end of 2026-04-29
