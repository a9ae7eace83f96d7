# Many episodes written down as away.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 04:00  away-share-seen episodes 40, away 19
when   it is 2026-05-02 10:00
then   alarm home-away-share is raised, from 2026-05-01 04:00
and    alarm home-away-share goes to head-of-service at 2026-05-08 00:00
