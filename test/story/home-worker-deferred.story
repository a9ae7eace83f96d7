# Put off by the registered person, and put off again: each time the time begins anew.
over   home
given  2024-01-10 09:00  home-registered name Elm House, type childrens-home
and    2024-02-01 09:00  worker-started person 31
and    2026-01-20 09:00  worker-deferred person 31, reason a year away
and    2026-07-10 09:00  worker-deferred person 31, reason part time
and    2026-12-01 09:00  worker-qualified person 31, qualification level-3
when   it is 2026-02-02 09:00
then   duty home-worker-qualified is ended, entry 2
and    duty home-worker-qualified-after-deferral is running, entry 3, due end of 2026-07-20
when   it is 2026-08-01 09:00
then   duty home-worker-qualified-after-deferral is ended, entry 3
and    duty home-worker-qualified-after-deferral is running, entry 4, due end of 2027-01-10
when   it is 2026-12-02 09:00
then   duty home-worker-qualified-after-deferral is met, entry 4
