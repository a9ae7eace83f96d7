# A missing fact is said, never guessed.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-05-01 20:00  missing-reported episode 1, class M
when   it is 2026-05-10 00:01
then   duty missing-episode-open-to-18 is unknown, due unknown
and    duty missing-episode-open-to-18 explained: "date of birth is not recorded"
and    alarm ended-on-18-open is unknown
