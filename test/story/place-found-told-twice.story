# One return told of by the home and by the police is one: it does not ring.
over   place
given  2026-01-10 09:00  place-recorded name A car park
and    2026-03-01 02:00  child-found child 7, episode 1
and    2026-03-01 02:20  child-found child 7, episode 1
when   it is 2026-03-02 10:00
then   no alarm same-place-found
and    no alarm same-place-two-children
