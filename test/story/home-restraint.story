# Written down in 24 hours, signed in 48, the child spoken to in five days.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 20:00  home-incident incident 1, kind restraint, child 7
and    2026-05-02 20:00  restraint-recorded incident 1
and    2026-05-03 20:01  restraint-recorded incident 1, signed yes
and    2026-05-06 18:00  restraint-recorded incident 1, signed yes, child-spoken-to yes
when   it is 2026-05-02 19:00
then   duty home-restraint-recorded is running, due 2026-05-02 20:00
and    duty home-restraint-signed is running, due 2026-05-03 20:00
and    duty home-restraint-child-heard is running, due end of 2026-05-06
when   it is 2026-05-07 00:01
then   duty home-restraint-recorded is met
and    duty home-restraint-signed is met-late
and    duty home-restraint-child-heard is met
and    no duty home-notified-other-serious-regulator
