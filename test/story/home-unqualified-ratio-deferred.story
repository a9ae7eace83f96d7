# Those whose time was put off are not counted as past it.
over   home
given  2023-01-10 09:00  home-registered name Elm House, type childrens-home
and    2023-02-01 09:00  worker-started person 31
and    2023-02-01 09:00  worker-started person 32
and    2025-01-10 09:00  worker-deferred person 31, reason a year away
and    2025-03-01 10:00  home-reviewed
when   it is 2025-03-02 10:00
then   no alarm unqualified-ratio
