# Twenty miles exactly does not ring; a tenth of a mile more does.
given  2026-03-02 20:00  missing-reported episode 1, class M
and    2026-03-03 03:00  child-found episode 1, by police, distance 200
when   it is 2026-03-03 07:00
then   no alarm found-far
given  2026-03-04 20:00  missing-reported episode 2, class M
and    2026-03-05 03:00  child-found episode 2, by police, distance 201
when   it is 2026-03-05 07:00
then   alarm found-far is raised, entry 4
