# Found and seen by police, but not back: shown as missing still, no interview is owed until the return.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, provider PR4, area in, area-confidence high, urn yes
and    2026-03-01 20:00  missing-reported episode 1, class M
and    2026-03-01 20:10  police-told episode 1
and    2026-03-02 02:00  child-found episode 1, by police
when   it is 2026-03-20 12:00
then   no duty return-interview-held
and    alarm over-24h is cleared
and    duty found-police-told is overdue
and    duty found-authority-told is overdue
and    duty prevention-interview-held is overdue
and    duty missing-episode-open-to-18 is met
