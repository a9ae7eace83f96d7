# Missing from 23:30 on New Year's Eve: the hour, the day and the year turn; the first working day is 4 January.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, provider PR4, area in, area-confidence high, urn yes
and    2026-12-31 23:30  missing-reported episode 1, class M
when   it is 2027-01-01 00:31
then   duty missing-police-told is overdue, due 2027-01-01 00:30
and    alarm overnight is raised, from 2026-12-31 23:30
and    duty missing-reviewing-officer-told is running, due end of 2027-01-04
and    duty missing-authority-told is running, due 2027-01-01 23:30
