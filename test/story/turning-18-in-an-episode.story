# The birthday comes in an episode: who is told and interviewed goes on, and visits end with care.
given  2026-01-05 08:00  child-registered born 2008-05-10
and    2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-09 20:00  missing-reported episode 1, class M
and    2026-05-10 00:00  care-ended reason E8, approved-by director
and    2026-05-10 00:00  episode-closed episode 1, reason turned-18
when   it is 2026-05-11 12:00
then   duty missing-episode-open-to-18 is met
and    duty statutory-visit is ended
and    alarm ended-on-18-open is cleared
and    alarm over-24h is cleared
