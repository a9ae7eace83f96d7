# Told by telephone: confirmed in writing within a day, for the same incident.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 22:00  home-incident incident 1, kind police
and    2026-05-01 23:00  notifiable-event incident 1, regulation 40(4)(b), told-to regulator
and    2026-05-02 09:00  home-incident incident 2, kind serious
and    2026-05-02 10:00  notifiable-event incident 2, regulation 40(4)(e), told-to regulator
and    2026-05-02 12:00  notifiable-event incident 1, regulation 40(4)(b), told-to regulator, written yes
when   it is 2026-05-03 10:01
then   duty home-notice-in-writing is met, entry 3
and    duty home-notice-in-writing is overdue, entry 5, due 2026-05-03 10:00
