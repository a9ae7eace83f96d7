# Home and police tell of one absence four minutes apart, under two numbers; one is closed as an error: what rang in between is for a person to decide.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, provider PR4, area in, area-confidence high, urn yes
and    2026-03-01 20:00  missing-reported episode 1, class M
and    2026-03-01 20:04  missing-reported episode 2, class M
and    2026-03-01 23:00  episode-closed episode 2, reason recorded-in-error
and    2026-03-02 06:00  child-returned episode 1
when   it is 2026-03-02 12:00
then   1 duties return-interview-held
and    alarm two-open is raised
and    duty missing-police-told is ended, entry 4
and    alarm repeat-2-ever is raised, entry 4
