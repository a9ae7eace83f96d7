# Many of a force's episodes written down as away.
over   agency
given  2026-01-05 09:00  agency-registered name Elmshire Police, kind police
and    2026-05-01 04:00  away-share-seen episodes 200, away 90
when   it is 2026-05-02 10:00
then   alarm agency-away-share is raised, from 2026-05-01 04:00
