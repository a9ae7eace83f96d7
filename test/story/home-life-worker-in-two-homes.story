# A worker starts in a second home of the same provider: each home counts its own two years, and leaving one ends only that.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-02 09:00  worker-started person 40
and    2026-02-02 09:00  worker-started person 41
and    2026-06-02 09:00  worker-left person 40
and    2026-08-03 09:00  worker-started person 40
when   it is 2026-09-01 09:00
then   duty home-worker-qualified is ended, entry 2
and    duty home-worker-qualified is running, entry 3
and    duty home-worker-qualified is running, entry 5
and    3 duties home-worker-qualified
