# A month without a visit is late at its end and rings; the visit after it is late, and the next is owed as ever.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-03 10:00  home-visited visit 1
and    2026-04-02 10:00  home-visited visit 2
when   it is 2026-03-31 23:59
then   duty home-independent-visit is warned, entry 2, due end of 2026-03-31
and    no alarm reg44-missed
when   it is 2026-04-01 00:01
then   duty home-independent-visit is overdue, entry 2
and    alarm reg44-missed is raised, from end of 2026-03-31
and    duty home-independent-visit goes to inspector at 2026-04-10 00:00
when   it is 2026-04-03 10:00
then   duty home-independent-visit is met-late, entry 2
and    duty home-independent-visit is running, entry 3, due end of 2026-05-31
and    alarm reg44-missed is raised
