# Five working days of becoming aware, over the bank holiday; the rapid review fifteen, from the same day.
given  2026-04-30 12:00  serious-incident-known incident 5
and    2026-05-06 12:00  serious-incident-known incident 6
when   it is 2026-05-07 12:00
then   2 duties serious-incident-notified
and    duty serious-incident-notified is warned, due end of 2026-05-08, entry 1
given  2026-05-08 12:00  serious-incident-notified incident 5, to the Panel
when   it is 2026-05-09 12:00
then   duty serious-incident-notified is met, entry 1
and    duty serious-incident-notified is running, due end of 2026-05-13, entry 2
and    duty rapid-review-sent is running, due end of 2026-05-22
given  2026-05-22 12:00  rapid-review-sent incident 5
when   it is 2026-05-23 12:00
then   duty rapid-review-sent is met
