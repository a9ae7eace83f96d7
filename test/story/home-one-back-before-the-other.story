# The first is back before the second goes: not at the same time.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 20:00  missing-reported child 7, episode 1, class M
and    2026-05-02 01:00  child-returned child 7, episode 1
and    2026-05-02 01:30  missing-reported child 8, episode 1, class M
when   it is 2026-05-02 08:00
then   no alarm same-home-same-night
