# In care since ten: eligible on the sixteenth birthday, assessed within three months of it; not owed before.
given  2020-01-05 08:00  child-registered born 2010-05-31
and    2020-01-06 09:00  care-started legal-status C2
when   it is 2026-05-30 12:00
then   duty pathway-assessed is not-yet, from 2026-05-31, due end of 2026-08-31
when   it is 2026-08-10 12:00
then   duty pathway-assessed is warned
given  2026-08-31 12:00  pathway-assessed by the personal adviser
when   it is 2026-09-01 12:00
then   duty pathway-assessed is met
and    duty pathway-plan-made is running, due end of 2026-09-28
given  2026-09-29 12:00  pathway-plan-made
when   it is 2026-09-30 12:00
then   duty pathway-plan-made is met-late
