# Missing from one home, the placement ends, back in another: the interview is owed, the notices to the old area end.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area adjoining, area-confidence high, urn yes
and    2026-02-02 20:00  missing-reported episode 1, class M
and    2026-02-03 09:00  placement-ended placement 1, change CREQB
and    2026-02-04 09:00  placement-started placement 2, type U6, area in, area-confidence high
and    2026-02-04 20:00  child-returned episode 1
when   it is 2026-02-05 12:00
then   duty return-interview-held is running, due 2026-02-07 20:00
and    duty missing-host-told is ended
and    duty missing-police-told is ended
and    duty missing-episode-closed-with-placement is met-late
and    alarm moved-while-missing is raised
and    alarm missing-then-ended is raised
and    duty placement-plan-keeps-safe is running, entry 5
