# What the review decided was not done: told by the end of the next working day.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-05-01 09:00  arrangements-failed what no school place was found
when   it is 2026-05-05 23:59
then   duty reviewing-officer-told-of-failure is running, due end of 2026-05-05
when   it is 2026-05-06 00:01
then   duty reviewing-officer-told-of-failure is overdue
given  2026-05-05 12:00  reviewing-officer-told what no school place yet
when   it is 2026-05-06 00:01
then   duty reviewing-officer-told-of-failure is met
