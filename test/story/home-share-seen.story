# What the program saw over all homes rings here: too many, or too few.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 04:00  home-share-seen episodes 41, beyond action, high yes
and    2026-06-01 04:00  home-share-seen episodes 0, beyond warning
when   it is 2026-05-02 10:00
then   alarm home-share-high is raised, from 2026-05-01 04:00
and    no alarm home-share-low
when   it is 2026-06-02 10:00
then   alarm home-share-low is raised, from 2026-06-01 04:00
