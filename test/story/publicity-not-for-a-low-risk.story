# Graded medium: no decision is asked; found in time: it ends.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-03-02 20:00  missing-reported episode 1, class M
and    2026-03-02 21:00  risk-graded episode 1, grade medium, reasons known friends
when   it is 2026-03-04 12:00
then   no duty missing-publicity-decided
given  2026-03-02 22:00  risk-graded episode 1, grade high, reasons a call
and    2026-03-03 04:00  child-found episode 1, by police
when   it is 2026-03-04 12:00
then   duty missing-publicity-decided is ended
