# Two notices at once: meeting one does not lift the restriction of the other.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-notice-issued notice 1, kind compliance, type compliance, by 2026-06-30
and    2026-05-01 10:00  home-notice-issued notice 2, kind restriction, type restriction
and    2026-05-20 09:00  home-notice-met notice 1
and    2026-05-21 09:00  placement-started child 7, placement 1, type K2
when   it is 2026-05-22 10:00
then   duty home-notice-met is met, entry 2
and    alarm placed-under-restriction is raised, child 7
