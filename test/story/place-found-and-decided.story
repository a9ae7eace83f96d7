# Decided; the next child found there rings again.
over   place
given  2026-01-10 09:00  place-recorded name A car park
and    2026-03-01 02:00  child-found child 7, episode 1
and    2026-04-01 02:00  child-found child 8, episode 1
and    2026-04-02 09:00  alarm-decided rule same-place-two-children, started 3, decision safety-plan, reason lights and patrols
and    2026-04-20 02:00  child-found child 9, episode 4
when   it is 2026-04-01 10:00
then   alarm same-place-two-children is raised, entry 3
when   it is 2026-04-20 10:00
then   alarm same-place-two-children is decided, entry 3
and    alarm same-place-two-children is raised, entry 5, child 9
