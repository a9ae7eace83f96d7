# Wales too: The ninth in ninety days goes to the director.
nation wales
given  2026-01-05 09:00  care-started legal-status C2
and    2026-03-01 20:00  missing-reported episode 1, class M
and    2026-03-02 06:00  child-returned episode 1
and    2026-03-03 20:00  missing-reported episode 2, class M
and    2026-03-04 06:00  child-returned episode 2
and    2026-03-05 20:00  missing-reported episode 3, class M
and    2026-03-06 06:00  child-returned episode 3
and    2026-03-07 20:00  missing-reported episode 4, class M
and    2026-03-08 06:00  child-returned episode 4
and    2026-03-09 20:00  missing-reported episode 5, class M
and    2026-03-10 06:00  child-returned episode 5
and    2026-03-11 20:00  missing-reported episode 6, class M
and    2026-03-12 06:00  child-returned episode 6
and    2026-03-13 20:00  missing-reported episode 7, class M
and    2026-03-14 06:00  child-returned episode 7
and    2026-03-15 20:00  missing-reported episode 8, class M
and    2026-03-16 06:00  child-returned episode 8
when   it is 2026-03-16 12:00
then   no alarm repeat-extreme
given  2026-03-17 20:00  missing-reported episode 9, class M
when   it is 2026-03-17 21:00
then   alarm repeat-extreme is raised, entry 18
