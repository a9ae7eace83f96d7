# Suspended with children there: it rings at once. A child placed after it rings too.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-01 09:00  placement-started child 7, placement 1, type K2
and    2026-05-01 09:00  home-notice-issued notice 1, kind suspension, type suspension
and    2026-05-02 09:00  placement-started child 8, placement 1, type K2
when   it is 2026-05-03 10:00
then   alarm home-suspended-with-children is raised, from 2026-05-01 09:00
and    alarm placed-under-suspension is raised, child 8
and    no alarm placed-under-restriction
