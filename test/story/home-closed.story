# A home that closed owes no more visits and reviews; what it had to notify, it still has to.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-03 10:00  home-visited visit 1
and    2026-02-10 10:00  home-incident incident 1, kind police
and    2026-02-10 12:00  home-closed reason the lease ended
when   it is 2026-09-01 10:00
then   duty home-independent-visit is ended, entry 2
and    duty home-quality-review is ended
and    duty home-location-review is ended
and    no alarm reg44-missed
and    no alarm reg45-late
and    duty home-notified-police-incident-regulator is overdue, due 2026-02-11 10:00
