# Not sent: late and rung at the end of the 28th day.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-06-01 10:00  home-reviewed
when   it is 2026-06-30 00:01
then   duty home-quality-report is overdue, due end of 2026-06-29
and    alarm reg45-report-late is raised, from end of 2026-06-29
and    alarm reg45-report-late goes to inspector at 2026-07-15 00:00
