# Criminal exploitation and any restraint are named here: the regulator and the placing authority are told.
over   home
given  2026-01-10 09:00  home-registered name Ash Court, type supported-accommodation
and    2026-05-01 10:00  home-incident incident 1, kind criminal-exploitation, child 7
and    2026-05-01 12:00  notifiable-event incident 1, regulation 27, told-to regulator placing-authority
and    2026-05-02 10:00  home-incident incident 2, kind restraint, child 7
when   it is 2026-05-02 12:01
then   duty supported-notified-regulator is met, entry 2
and    duty supported-notified-relevant is met, entry 2
and    duty supported-notice-in-writing is overdue, entry 3, due 2026-05-02 12:00
and    duty supported-notified-regulator is running, entry 4, due 2026-05-03 10:00
and    no duty home-restraint-recorded
when   it is 2026-05-03 10:01
then   duty supported-notified-relevant is overdue, entry 4
