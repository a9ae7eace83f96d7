# Held by someone of the home: independence is asked about.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 06:00  child-returned episode 1
and    2026-05-03 06:00  return-interview-held episode 1, by-home-or-worker yes
when   it is 2026-05-03 12:00
then   alarm interview-by-placement is raised
