# The day passes with nothing to show.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-notice-issued notice 1, kind compliance, type compliance, by 2026-06-30
when   it is 2026-06-30 23:59
then   duty home-notice-met is warned
when   it is 2026-07-01 00:01
then   duty home-notice-met is overdue
and    duty home-notice-met goes to inspector at 2026-07-01 00:00
