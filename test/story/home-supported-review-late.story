# Six months and no review: late at the end of the day.
over   home
given  2026-01-10 09:00  home-registered name Ash Court, type supported-accommodation
when   it is 2026-07-11 00:01
then   duty supported-quality-review is overdue, due end of 2026-07-10
and    duty supported-quality-review goes to responsible-individual at 2026-07-11 00:00
