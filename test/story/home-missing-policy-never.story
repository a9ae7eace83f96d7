# None shown: late from the first instant after the 28th day.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
when   it is 2026-02-07 23:59
then   duty home-missing-policy is warned
when   it is 2026-02-08 00:01
then   duty home-missing-policy is overdue, due end of 2026-02-07
