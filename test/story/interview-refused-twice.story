# The second refusal running rings; an interview in between would begin the count anew.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 06:00  child-returned episode 1
and    2026-05-03 06:00  return-interview-declined episode 1, why no
and    2026-05-05 20:00  missing-reported episode 2, class M
and    2026-05-06 06:00  child-returned episode 2
when   it is 2026-05-06 07:00
then   no alarm interview-refused-again
given  2026-05-07 06:00  return-interview-declined episode 2, why no
when   it is 2026-05-07 07:00
then   alarm interview-refused-again is raised, entry 7
