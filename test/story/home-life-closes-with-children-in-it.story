# A home closes with a child in it and a visit, a worker and a notice under way: nothing more is owed but what tells the regulator.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-01 09:00  placement-started child 7, placement 1, type K2
and    2026-02-02 09:00  worker-started person 40
and    2026-03-02 09:00  home-notice-issued notice 1, kind compliance, type compliance, by 2026-06-30
and    2026-03-20 09:00  home-closed
and    2026-04-02 09:00  placement-ended child 7, placement 1
when   it is 2026-05-20 09:00
then   duty home-independent-visit is ended, due end of 2026-02-28
and    duty home-quality-review is ended
and    duty home-worker-qualified is ended
and    duty home-notice-met is ended
and    duty home-missing-policy is ended
and    duty home-change-told is overdue, due end of 2026-03-27
and    no alarm notice-due-date
