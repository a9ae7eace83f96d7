# A year later it is another story; on the last day of the year it is not.
over   place
given  2024-01-10 09:00  place-recorded name A car park
and    2024-02-29 02:00  child-found child 7, episode 1
and    2025-02-28 23:00  child-found child 8, episode 1
and    2026-03-01 00:01  child-found child 9, episode 1
when   it is 2025-02-28 23:30
then   alarm same-place-two-children is raised, child 8
when   it is 2026-03-02 10:00
then   1 alarms same-place-two-children
and    alarm same-place-two-children is raised, again 0
