# One report was in error and closed: who is missing after it is missing alone.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 20:00  missing-reported child 7, episode 1, class M
and    2026-05-01 20:30  episode-closed child 7, episode 1, reason recorded-in-error
and    2026-05-01 21:00  missing-reported child 8, episode 1, class M
when   it is 2026-05-02 08:00
then   no alarm same-home-same-night
