# A date three days off: it rings when the notice comes.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-notice-issued notice 1, kind compliance, type compliance, by 2026-05-04
when   it is 2026-05-01 10:00
then   alarm notice-due-date is raised, from 2026-05-01 09:00
