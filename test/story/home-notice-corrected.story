# A notice first entered as a requirement, corrected to a restriction: an admission between the two rings.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-notice-issued notice 1, kind requirement, type requirement, by 2026-06-30
and    2026-05-02 09:00  placement-started child 7, placement 1, type K2
and    2026-05-01 09:00  home-notice-issued notice 1, kind restriction, type restriction, corrects 2, recorded 2026-05-05 09:00
when   it is 2026-05-20 10:00
then   alarm placed-under-restriction is raised, from 2026-05-02 09:00, child 7
and    no duty home-notice-met
