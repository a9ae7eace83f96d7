# Asked the day before it was written down: that counts. Asked last month: that was about something else.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-04-01 09:00  home-review-requested child 7
and    2026-05-06 09:00  home-concern-recorded child 7, ground child-asks
and    2026-05-05 15:00  home-review-requested child 8
and    2026-05-06 09:00  home-concern-recorded child 8, ground care-inadequate
when   it is 2026-05-08 09:00
then   duty home-review-requested is overdue, child 7
and    duty home-review-requested is met, child 8
and    1 alarms home-no-review-request
