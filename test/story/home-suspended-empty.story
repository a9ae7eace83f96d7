# Suspended after the last child left: nobody lives there, nothing rings.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-01 09:00  placement-started child 7, placement 1, type K2
and    2026-04-30 09:00  placement-ended child 7, placement 1
and    2026-05-01 09:00  home-notice-issued notice 1, kind cancellation, type cancellation
when   it is 2026-05-03 10:00
then   no alarm home-suspended-with-children
and    duty authorities-told-of-notice is running, due end of 2026-05-05
