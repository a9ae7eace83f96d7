# A notice entered in error and withdrawn binds nobody: a child placed after it may be.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-notice-issued notice 1, kind restriction, type restriction
and    2026-05-03 09:00  entry-withdrawn corrects 2, reason another home
and    2026-05-04 09:00  placement-started child 7, placement 1, type K2
when   it is 2026-05-20 10:00
then   no alarm placed-under-restriction
and    no duty authorities-told-of-notice
and    no duty restriction-looked-at
