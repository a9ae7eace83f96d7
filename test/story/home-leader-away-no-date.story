# From when was not said: the date is not known, and it says so.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 09:00  home-leader-away
when   it is 2026-05-02 10:00
then   duty home-absence-foreseen-told is unknown, due unknown
and    duty home-absence-foreseen-told explained: "The entry says no date"
