# Amber at 24 hours; an offer clears it. At 72 hours without an interview the second rings.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 06:00  child-returned episode 1
when   it is 2026-05-03 06:00
then   alarm interview-not-offered is raised, from 2026-05-03 06:00
given  2026-05-03 09:00  return-interview-offered episode 1
when   it is 2026-05-05 06:01
then   alarm interview-not-offered is cleared
and    alarm interview-late is raised, from 2026-05-05 06:00
given  2026-05-05 06:00  return-interview-held episode 1, independent yes
when   it is 2026-05-05 06:01
then   alarm interview-late is cleared
