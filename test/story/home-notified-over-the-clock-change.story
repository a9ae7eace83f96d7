# Hours run through the night on which the clocks go forward.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-03-28 22:00  home-incident incident 1, kind police
when   it is 2026-03-29 22:30
then   duty home-notified-police-incident-regulator is running, due 2026-03-29 23:00
