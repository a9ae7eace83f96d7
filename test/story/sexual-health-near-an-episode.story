# Fourteen days either way, for health roles only.
given  2026-03-02 20:00  missing-reported episode 1, class M
and    2026-03-03 03:00  child-returned episode 1
and    2026-03-16 10:00  sexual-health-seen
when   it is 2026-03-17 12:00
then   alarm sexual-health-after-missing is raised, entry 3
