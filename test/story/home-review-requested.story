# Persistently absent: the home asks the placing authority for a review in one working day, or it rings.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-concern-recorded child 7, ground persistently-absent
and    2026-05-01 10:00  home-concern-recorded child 8, ground at-risk
and    2026-05-05 12:00  home-review-requested child 7
and    2026-05-07 12:00  home-review-requested child 8
when   it is 2026-05-05 11:00
then   duty home-review-requested is running, child 7, due end of 2026-05-05
and    no alarm home-no-review-request
when   it is 2026-05-06 09:00
then   duty home-review-requested is met, child 7
and    duty home-review-requested is overdue, child 8
and    1 alarms home-no-review-request
and    alarm home-no-review-request is raised, from end of 2026-05-05, child 8
when   it is 2026-05-07 13:00
then   duty home-review-requested is met-late, child 8
and    alarm home-no-review-request is cleared, child 8
