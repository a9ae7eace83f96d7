# It rings at 23:00 while the child is away, not when the child is back; back at 22:59 it does not.
given  2026-03-02 20:00  missing-reported episode 1, class M
and    2026-03-02 22:59  child-returned episode 1
and    2026-03-04 20:00  missing-reported episode 2, class M
when   it is 2026-03-04 22:59
then   alarm overnight is cleared, entry 1
and    alarm overnight is waiting, entry 3, from 2026-03-04 23:00
when   it is 2026-03-04 23:00
then   alarm overnight is raised, entry 3
