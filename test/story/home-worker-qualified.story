# Two years from the day of starting; who began on a leap day has to the 28th.
over   home
given  2024-02-01 09:00  home-registered name Elm House, type childrens-home
and    2024-02-29 09:00  worker-started person 31
and    2024-03-01 09:00  worker-started person 32
and    2024-03-01 09:30  worker-started person 33, not-caring yes
and    2026-02-28 17:00  worker-qualified person 31, qualification level-3
when   it is 2026-02-27 09:00
then   duty home-worker-qualified is warned, entry 2, due end of 2026-02-28
and    2 duties home-worker-qualified
when   it is 2026-03-02 00:01
then   duty home-worker-qualified is met, entry 2
and    duty home-worker-qualified is overdue, entry 3, due end of 2026-03-01
