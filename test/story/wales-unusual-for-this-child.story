# Wales too: Five evenings of two hours; the sixth is not back after three, and the seventh begins at three in the night.
nation wales
given  2026-03-01 18:00  missing-reported episode 1, class M
and    2026-03-01 20:00  child-returned episode 1
and    2026-03-03 18:00  missing-reported episode 2, class M
and    2026-03-03 20:00  child-returned episode 2
and    2026-03-05 18:00  missing-reported episode 3, class M
and    2026-03-05 20:00  child-returned episode 3
and    2026-03-07 18:00  missing-reported episode 4, class M
and    2026-03-07 20:00  child-returned episode 4
and    2026-03-09 18:00  missing-reported episode 5, class M
and    2026-03-09 20:00  child-returned episode 5
when   it is 2026-03-10 12:00
then   no alarm unusual-length
and    no alarm unusual-hour
given  2026-03-11 18:00  missing-reported episode 6, class M
when   it is 2026-03-11 21:00
then   alarm unusual-length is raised, entry 11
and    no alarm unusual-hour
given  2026-03-11 21:30  child-returned episode 6
and    2026-03-13 03:00  missing-reported episode 7, class M
when   it is 2026-03-13 03:01
then   alarm unusual-hour is raised, entry 13
