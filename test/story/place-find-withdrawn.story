# The second find was entered for the wrong place and withdrawn.
over   place
given  2026-01-10 09:00  place-recorded name A car park
and    2026-03-01 02:00  child-found child 7, episode 1
and    2026-04-01 02:00  child-found child 8, episode 1
and    2026-04-01 12:00  entry-withdrawn corrects 3, reason another car park
when   it is 2026-04-02 10:00
then   no alarm same-place-found
and    no alarm same-place-two-children
