# A death in supported accommodation: five are told, each by itself.
over   home
given  2026-01-10 09:00  home-registered name Ash Court, type supported-accommodation
and    2026-05-01 06:00  home-incident incident 1, kind death
and    2026-05-01 09:00  notifiable-event incident 1, regulation 27(1), told-to regulator placing-authority secretary-of-state host-authority, written yes
when   it is 2026-05-02 06:01
then   duty supported-notified-death-regulator is met
and    duty supported-notified-death-placing is met
and    duty supported-notified-death-secretary-of-state is met
and    duty supported-notified-death-host is met
and    duty supported-notified-death-health is overdue, due 2026-05-02 06:00
and    no duty home-notified-death-regulator
