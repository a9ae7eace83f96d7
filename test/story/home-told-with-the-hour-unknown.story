# Known only to the day: hours run from the end of that day.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 11:00  home-incident incident 1, kind police, known to the day
when   it is 2026-05-02 20:00
then   duty home-notified-police-incident-regulator is running, due end of 2026-05-02
when   it is 2026-05-03 00:01
then   duty home-notified-police-incident-regulator is overdue
