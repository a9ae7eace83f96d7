# An open episode at 18 rings an alarm and is a duty to close with a reason.
given  2026-01-05 08:00  child-registered born 2008-05-10
and    2026-01-05 09:00  care-started legal-status C2
and    2026-05-01 20:00  missing-reported episode 1, class M
when   it is 2026-05-09 23:59
then   duty missing-episode-open-to-18 is warned
and    alarm ended-on-18-open is waiting, from 2026-05-10
when   it is 2026-05-10 00:01
then   duty missing-episode-open-to-18 is overdue, due 2026-05-10 00:00
and    alarm ended-on-18-open is raised, from 2026-05-10
