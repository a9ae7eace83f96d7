# A home that used to report says nothing; while nobody decides, next month's finding counts on it.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 04:00  quiet-home-seen days 95, children 5
and    2026-06-01 04:00  quiet-home-seen days 126, children 5
when   it is 2026-06-02 10:00
then   alarm zero-missing-home is raised, from 2026-05-01 04:00, again 1
