# Nobody gave the visits numbers: each report is still owed, one after the other.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-03 10:00  home-visited
and    2026-02-20 10:00  home-report-sent of visit, to regulator placing-authority
and    2026-03-03 10:00  home-visited
when   it is 2026-03-04 10:00
then   duty home-visit-report-regulator is met, entry 2
and    duty home-visit-report-regulator is running, entry 4, due end of 2026-04-30
when   it is 2026-05-01 00:01
then   duty home-visit-report-placing is overdue, entry 4
