# The Secretary of State placed the child: that one is waived, with the reason.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 06:00  home-incident incident 1, kind death
and    2026-05-01 09:00  duty-waived rule home-notified-death-secretary-of-state, started 2, power regulation 40(1), reason placed by the Secretary of State
when   it is 2026-05-03 06:01
then   duty home-notified-death-secretary-of-state is waived
and    duty home-notified-death-regulator is overdue
