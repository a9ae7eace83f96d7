# A challenge of last month does not answer this month's response.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-03-02 16:00  home-response-inadequate child 7, whom the placing authority
and    2026-03-03 11:00  home-challenged child 7
and    2026-04-20 16:00  home-response-inadequate child 7, whom the placing authority
when   it is 2026-04-22 09:00
then   duty home-challenged-response is met, entry 2
and    duty home-challenged-response is overdue, entry 4, due end of 2026-04-21
