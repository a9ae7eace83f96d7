# The eighteenth birthday is Boxing Day, a Saturday, observed on Monday: birthdays know no holidays.
given  2026-01-04 09:00  child-registered born 2008-12-26
and    2026-01-05 09:00  care-started legal-status V2
and    2026-12-20 20:00  missing-reported episode 1, class M
and    2026-12-27 10:00  care-ended reason E17
when   it is 2026-12-26 00:01
then   duty missing-episode-open-to-18 is overdue, due 2026-12-26 00:00
and    alarm ended-on-18-open is raised, from 2026-12-26
when   it is 2026-12-28 12:00
then   no alarm ceased-16-17-no-director
and    no alarm ceased-no-approval
