# In care from a month before sixteen: eligible after 13 weeks, the earlier weeks since fourteen counted.
given  2024-06-01 08:00  child-registered born 2010-05-31
and    2024-06-03 00:00  care-started legal-status V2
and    2024-06-17 00:00  care-ended reason E4A, approved-by nominated-officer
and    2026-04-01 00:00  care-started legal-status V2
when   it is 2026-06-15 12:00
then   duty pathway-assessed is not-yet, from 2026-06-17
when   it is 2026-06-18 12:00
then   duty pathway-assessed is running, due end of 2026-09-17
and    duty pathway-assessed explained: "13 weeks of care since 14"
