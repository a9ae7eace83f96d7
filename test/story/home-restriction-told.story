# The regulator tells every authority, as soon as practicable.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-notice-issued notice 1, kind restriction, type restriction
and    2026-05-05 16:00  authorities-told notice 1
when   it is 2026-05-06 10:00
then   duty authorities-told-of-notice is met
when   it is 2026-07-25 00:01
then   duty restriction-looked-at is overdue
