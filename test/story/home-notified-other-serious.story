# The regulator is told in time, the placing authority a minute late: each is its own duty.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 22:00  home-incident incident 1, kind serious
and    2026-05-02 22:00  notifiable-event incident 1, regulation 40, told-to regulator, written yes
and    2026-05-02 22:01  notifiable-event incident 1, regulation 40, told-to placing-authority, written yes
when   it is 2026-05-02 21:59
then   duty home-notified-other-serious-regulator is running, due 2026-05-02 22:00
when   it is 2026-05-02 22:00
then   duty home-notified-other-serious-regulator is met
and    duty home-notified-other-serious-relevant is running, due 2026-05-02 22:00
and    duty home-notified-other-serious-relevant goes to responsible-individual at 2026-05-02 22:00
when   it is 2026-05-02 22:01
then   duty home-notified-other-serious-relevant is met-late
and    no duty home-notice-in-writing
