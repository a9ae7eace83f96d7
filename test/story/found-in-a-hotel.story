# Found in a hotel in another force's area, then back: one cause, counted once.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-03-02 20:00  missing-reported episode 1, class M
and    2026-03-03 03:00  child-found episode 1, by police, licensed-place yes, other-force yes
and    2026-03-03 06:00  child-returned episode 1, licensed-place yes
when   it is 2026-03-03 07:00
then   1 alarms found-in-licensed-place
and    alarm found-in-licensed-place is raised, entry 3, again 0
and    alarm found-in-other-force is raised
