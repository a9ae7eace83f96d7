# Nobody told of a death.
over   home
given  2026-01-10 09:00  home-registered name Ash Court, type supported-accommodation
and    2026-05-01 06:00  home-incident incident 1, kind death
when   it is 2026-05-02 06:01
then   duty supported-notified-death-regulator is overdue
and    duty supported-notified-death-placing is overdue
and    duty supported-notified-death-secretary-of-state is overdue
and    duty supported-notified-death-host is overdue
and    no duty supported-notified-regulator
