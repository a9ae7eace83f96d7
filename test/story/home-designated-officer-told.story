# An allegation against a worker: the designated officer is told by the end of the next working day.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 15:00  home-incident incident 1, kind allegation
and    2026-05-05 17:00  designated-officer-told
when   it is 2026-05-05 16:00
then   duty home-designated-officer-told is running, due end of 2026-05-05
when   it is 2026-05-06 09:00
then   duty home-designated-officer-told is met
