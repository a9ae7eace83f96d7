# Extended while it was already late: the first is ended as late as it was, the later date passes too.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-notice-issued notice 1, kind requirement, type requirement, by 2026-06-30
and    2026-07-05 09:00  home-notice-extended notice 1, until 2026-07-31
when   it is 2026-07-01 10:00
then   duty home-notice-met is overdue
and    alarm notice-due-date is raised
when   it is 2026-08-01 00:01
then   duty home-notice-met is ended
and    duty home-notice-met-as-extended is overdue, due end of 2026-07-31
and    duty home-notice-met-as-extended goes to inspector at 2026-08-01 00:00
and    alarm notice-due-date is raised
