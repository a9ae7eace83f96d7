# Put off for the manager too.
over   home
given  2023-01-10 09:00  home-registered name Elm House, type childrens-home
and    2023-03-01 09:00  involvement-started role registered-manager, person 41
and    2026-02-01 09:00  worker-deferred person 41, reason a break
when   it is 2026-03-02 09:00
then   duty home-manager-qualified is ended
and    duty home-worker-qualified-after-deferral is running, due end of 2026-08-01
