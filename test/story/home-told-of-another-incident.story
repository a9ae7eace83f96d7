# Telling of one incident does not meet what is owed for another.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 10:00  home-incident incident 1, kind police
and    2026-05-01 11:00  home-incident incident 2, kind police
and    2026-05-01 12:00  notifiable-event incident 2, regulation 40(4)(b), told-to regulator placing-authority, written yes
when   it is 2026-05-02 11:30
then   duty home-notified-police-incident-regulator is overdue, entry 2
and    duty home-notified-police-incident-regulator is met, entry 3
and    duty home-notified-police-incident-relevant is overdue, entry 2
