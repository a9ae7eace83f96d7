# A sighting on Monday, written down on Wednesday: for a day nobody else could see it.
given  2026-03-02 20:00  missing-reported episode 1, class M
and    2026-03-02 22:00  sighting-recorded episode 1, where station, recorded 2026-03-03 22:00
when   it is 2026-03-05 12:00
then   no alarm recorded-late
given  2026-03-03 22:00  sighting-recorded episode 1, where station, recorded 2026-03-04 22:01
when   it is 2026-03-05 12:00
then   alarm recorded-late is raised, entry 3
