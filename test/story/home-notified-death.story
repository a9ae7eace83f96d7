# A child's death: five are told, each by itself.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 06:00  home-incident incident 1, kind death
and    2026-05-01 08:00  notifiable-event incident 1, regulation 40(1), told-to regulator placing-authority host-authority, written yes
and    2026-05-01 09:00  notifiable-event incident 1, regulation 40(1), told-to health-body, written yes
when   it is 2026-05-02 06:01
then   duty home-notified-death-regulator is met
and    duty home-notified-death-placing is met
and    duty home-notified-death-host is met
and    duty home-notified-death-health is met
and    duty home-notified-death-secretary-of-state is overdue, due 2026-05-02 06:00
and    duty home-notified-death-secretary-of-state goes to director at 2026-05-02 06:00
