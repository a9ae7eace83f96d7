# Entered for the wrong home and withdrawn: nothing is owed, nothing stays late.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 22:00  home-incident incident 1, kind police
and    2026-05-02 09:00  entry-withdrawn corrects 2, reason it was the other home
when   it is 2026-05-05 09:00
then   no duty home-notified-police-incident-regulator
and    no duty home-notified-police-incident-relevant
