# No new child after the restriction; who lived there may stay; lifted, it no longer rings. An emergency is no exception.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-01 09:00  placement-started child 7, placement 1, type K2
and    2026-05-01 09:00  home-notice-issued notice 1, kind restriction, type restriction
and    2026-05-02 02:00  placement-started child 8, placement 1, type K2
and    2026-07-20 09:00  home-notice-met notice 1
and    2026-07-21 09:00  placement-started child 9, placement 1, type K2
when   it is 2026-05-01 10:00
then   no alarm placed-under-restriction
when   it is 2026-05-03 10:00
then   alarm placed-under-restriction is raised, from 2026-05-02 02:00, child 8
and    duty restriction-looked-at is running, due end of 2026-07-24
and    duty authorities-told-of-notice is running, due end of 2026-05-05
when   it is 2026-07-22 10:00
then   1 alarms placed-under-restriction
and    duty restriction-looked-at is met
and    duty authorities-told-of-notice is overdue
