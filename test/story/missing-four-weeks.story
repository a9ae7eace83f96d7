# Twenty-eight days: the end of the day, a longer time than 28 times 24 hours in the week the clocks change.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-03-10 20:00  missing-reported episode 1, class M
when   it is 2026-04-07 12:00
then   alarm over-28d is waiting, from end of 2026-04-07
when   it is 2026-04-08 00:01
then   alarm over-28d is raised
and    alarm over-7d is raised
given  2026-04-01 12:00  episode-closed episode 1, reason recorded-in-error
when   it is 2026-04-08 00:01
then   alarm over-28d is cleared
