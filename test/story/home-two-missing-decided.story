# While nobody decided, the next night counts on it; after the decision a new night rings again.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 20:00  missing-reported child 7, episode 1, class M
and    2026-05-01 21:00  missing-reported child 8, episode 1, class M
and    2026-05-01 22:00  missing-reported child 9, episode 1, class M
and    2026-05-02 06:00  child-returned child 7, episode 1
and    2026-05-02 06:00  child-returned child 8, episode 1
and    2026-05-02 06:00  child-returned child 9, episode 1
and    2026-05-02 10:00  alarm-decided rule same-home-same-night, started 3, decision safety-plan, reason met the three together
and    2026-05-09 20:00  missing-reported child 7, episode 2, class M
and    2026-05-09 21:00  missing-reported child 8, episode 2, class M
when   it is 2026-05-02 09:00
then   alarm same-home-same-night is raised, entry 3, again 1
when   it is 2026-05-09 22:00
then   alarm same-home-same-night is decided, entry 3
and    alarm same-home-same-night is raised, entry 10, again 0
