# Each visit's report goes out by the end of the month after: a report of one visit is not that of the next.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-26 10:00  home-visited visit 1
and    2026-03-02 10:00  home-visited visit 2
and    2026-03-20 10:00  home-report-sent of visit, visit 1, to regulator placing-authority
and    2026-05-02 10:00  home-report-sent of visit, visit 2, to regulator
when   it is 2026-03-21 10:00
then   duty home-visit-report-regulator is met, entry 2
and    duty home-visit-report-placing is met, entry 2
and    duty home-visit-report-regulator is running, entry 3, due end of 2026-04-30
when   it is 2026-05-03 10:00
then   duty home-visit-report-regulator is met-late, entry 3
and    duty home-visit-report-placing is overdue, entry 3
