# The child was at a school trip: all that the report began ends with it.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area in, area-confidence high, urn yes
and    2026-02-01 20:00  missing-reported episode 1, class M, taken-or-kept yes
and    2026-02-01 20:10  risk-graded episode 1, grade high, reasons young
and    2026-02-01 20:20  police-told episode 1
and    2026-02-01 21:00  child-returned episode 1
and    2026-02-01 21:30  episode-closed episode 1, reason recorded-in-error
when   it is 2026-02-20 12:00
then   duty found-police-told is ended
and    duty found-authority-told is ended
and    duty found-parents-told is ended
and    duty found-reviewing-officer-told is ended
and    duty missing-recovery-considered is ended
and    duty missing-publicity-decided is ended
and    duty return-interview-held is ended
and    alarm interview-not-offered is cleared
and    alarm interview-late is cleared
and    alarm overnight is cleared
