# The regulator's date: warned and rung a week before, late after the day.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-notice-issued notice 1, kind compliance, type compliance, by 2026-06-30
and    2026-06-25 09:00  home-notice-met notice 1, evidence locks changed
when   it is 2026-06-22 10:00
then   duty home-notice-met is running, due end of 2026-06-30
and    no alarm notice-due-date
when   it is 2026-06-24 10:00
then   duty home-notice-met is warned
and    alarm notice-due-date is raised, from end of 2026-06-23
when   it is 2026-06-26 10:00
then   duty home-notice-met is met
and    alarm notice-due-date is cleared
and    duty home-notice-met explained: "The entry says Tuesday 30 June 2026."
