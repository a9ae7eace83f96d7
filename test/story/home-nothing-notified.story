# Nobody was told of anything: each is late at its own hour, by a minute.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 10:00  home-incident incident 1, kind exploitation
and    2026-05-01 11:00  home-incident incident 2, kind allegation
and    2026-05-01 12:00  home-incident incident 3, kind serious
and    2026-05-01 13:00  home-incident incident 4, kind death
and    2026-05-01 14:00  home-incident incident 5, kind barring-referral
when   it is 2026-05-02 11:01
then   duty home-notified-exploitation-regulator is overdue, entry 2
and    duty home-notified-allegation-regulator is overdue, entry 3
and    duty home-notified-other-serious-regulator is running, entry 4, due 2026-05-02 12:00
when   it is 2026-05-02 14:01
then   duty home-notified-other-serious-regulator is overdue
and    duty home-notified-death-placing is overdue, due 2026-05-02 13:00
and    duty home-notified-death-host is overdue
and    duty home-notified-death-health is overdue
and    duty home-notified-barring-regulator is overdue
and    duty home-notified-barring-relevant is overdue
when   it is 2026-05-06 00:01
then   duty home-designated-officer-told is overdue, entry 3, due end of 2026-05-05
