# The time to which it was put off ran out.
over   home
given  2024-01-10 09:00  home-registered name Elm House, type childrens-home
and    2024-02-01 09:00  worker-started person 31
and    2026-01-31 09:00  worker-deferred person 31, reason a year away
when   it is 2026-07-31 23:00
then   duty home-worker-qualified-after-deferral is warned, due end of 2026-07-31
when   it is 2026-08-01 00:01
then   duty home-worker-qualified-after-deferral is overdue
and    duty home-worker-qualified-after-deferral goes to responsible-individual at 2026-08-01 00:00
