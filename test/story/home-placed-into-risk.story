# A child admitted while two high alarms of the home are open; with one open, or one decided, it does not ring.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-01 09:00  placement-started child 7, placement 1, type K2
and    2026-05-01 20:00  missing-reported child 7, episode 1, class M
and    2026-05-01 21:00  missing-reported child 8, episode 1, class M
and    2026-05-02 09:00  placement-started child 9, placement 1, type K2
and    2026-05-03 09:00  home-notice-issued notice 1, kind suspension, type suspension
and    2026-05-04 09:00  placement-started child 10, placement 1, type K2
when   it is 2026-05-02 10:00
then   no alarm placed-into-risk
when   it is 2026-05-04 10:00
then   alarm placed-into-risk is raised, from 2026-05-04 09:00, child 10
