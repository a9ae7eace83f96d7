# A worker's concern is acknowledged in time and never answered.
over   agency
given  2026-01-10 09:00  agency-registered name Northmere, kind authority
and    2026-05-01 09:00  practice-concern-received text nobody visits
and    2026-05-06 09:00  practice-concern-acknowledged
when   it is 2026-06-15 09:00
then   duty practice-concern-acknowledged is met, due end of 2026-05-07
and    duty practice-concern-concluded is overdue, due end of 2026-06-02
