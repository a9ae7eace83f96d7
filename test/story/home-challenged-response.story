# An inadequate response is challenged by the end of the next working day; over Easter that is the Tuesday.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-04-02 16:00  home-response-inadequate child 7, whom the placing authority
and    2026-04-02 17:00  home-response-inadequate child 8, whom the police
and    2026-04-07 11:00  home-challenged child 7
when   it is 2026-04-07 10:00
then   duty home-challenged-response is running, child 7, due end of 2026-04-07
when   it is 2026-04-08 00:01
then   duty home-challenged-response is met, child 7
and    duty home-challenged-response is overdue, child 8
and    duty home-challenged-response goes to responsible-individual at 2026-04-08 00:00
