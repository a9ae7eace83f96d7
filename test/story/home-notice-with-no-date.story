# No date was said: what is due is unknown, and shown so.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-notice-issued notice 1, kind compliance, type compliance
when   it is 2026-05-01 10:00
then   duty home-notice-met is unknown, due unknown
