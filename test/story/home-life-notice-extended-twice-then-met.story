# Extended twice: the last date counts; met before it.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-notice-issued notice 1, kind compliance, type compliance, by 2026-06-30
and    2026-06-15 09:00  home-notice-extended notice 1, until 2026-07-31
and    2026-07-20 09:00  home-notice-extended notice 1, until 2026-09-30
and    2026-09-10 09:00  home-notice-met notice 1
when   it is 2026-08-10 10:00
then   duty home-notice-met-as-extended is running, due end of 2026-09-30
when   it is 2026-10-10 10:00
then   duty home-notice-met-as-extended is met
