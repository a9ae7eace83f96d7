# The regulator was told at noon, the incident was entered in the evening of the same day: told is told.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 11:00  home-incident incident 1, kind police, recorded 2026-05-01 20:00
and    2026-05-01 12:00  notifiable-event incident 1, regulation 40(4)(b), told-to regulator placing-authority, written yes
when   it is 2026-05-01 21:00
then   duty home-notified-police-incident-regulator is met
and    duty home-notified-police-incident-relevant is met
