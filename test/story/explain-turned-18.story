# Hard case: the child turns 18 while missing.
given  2026-01-05 09:00  child-registered born 2008-06-20
and    2026-01-05 09:00  care-started legal-status V2
and    2026-01-05 10:00  placement-started placement 1, type K2, area in, area-confidence high
and    2026-06-11 23:40  missing-reported episode 1, class M
when   it is 2026-06-21 09:00
then   duty missing-episode-open-to-18 reads explain-turned-18-duty.txt
and    alarm ended-on-18-open reads explain-turned-18-alarm.txt
