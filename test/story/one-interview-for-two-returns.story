# Missing again before the first interview: one interview may cover both, and says so.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 06:00  child-returned episode 1
and    2026-05-03 21:00  missing-reported episode 2, class M
and    2026-05-04 05:00  child-returned episode 2
and    2026-05-05 05:30  return-interview-held episode 2, independent yes, covers-earlier yes
when   it is 2026-05-07 06:00
then   2 duties return-interview-held
and    duty return-interview-held is met, due 2026-05-05 06:00
and    duty return-interview-held is met, due 2026-05-07 05:00
and    no alarm interview-late
