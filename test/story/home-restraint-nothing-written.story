# Nothing written down, nobody spoken to.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 20:00  home-incident incident 1, kind restraint, child 7
when   it is 2026-05-02 20:01
then   duty home-restraint-recorded is overdue
and    duty home-restraint-recorded goes to registered-manager at 2026-05-02 20:00
when   it is 2026-05-07 00:01
then   duty home-restraint-signed is overdue, due 2026-05-03 20:00
and    duty home-restraint-child-heard is overdue
