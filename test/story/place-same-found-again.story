# The same child found twice at one place rings once; the second child found there rings higher.
over   place
given  2026-01-10 09:00  place-recorded name A car park
and    2026-03-01 02:00  child-found child 7, episode 1
and    2026-04-01 02:00  child-found child 7, episode 2
and    2026-05-01 02:00  child-found child 8, episode 1
when   it is 2026-03-02 10:00
then   no alarm same-place-found
when   it is 2026-04-02 10:00
then   alarm same-place-found is raised, from 2026-04-01 02:00, child 7
and    no alarm same-place-two-children
when   it is 2026-05-02 10:00
then   alarm same-place-two-children is raised, from 2026-05-01 02:00, child 8
