# Born on 29 February 2008: 16 on 29 February 2024 in a leap year, 18 in 2026, which has none.
given  2022-01-04 09:00  child-registered born 2008-02-29
and    2022-01-05 09:00  care-started legal-status V2
and    2026-02-20 20:00  missing-reported episode 1, class M
when   it is 2024-03-01 12:00
then   duty pathway-assessed is running, due end of 2024-05-29
when   it is 2026-02-27 12:00
then   duty missing-episode-open-to-18 is warned
