# High risk and still missing: publicity is decided on within a day, yes or no.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-03-02 20:00  missing-reported episode 1, class M
and    2026-03-02 21:00  risk-graded episode 1, grade high, reasons young
when   it is 2026-03-03 21:01
then   duty missing-publicity-decided is overdue, due 2026-03-03 21:00
given  2026-03-03 15:00  publicity-decided episode 1, reasons would tell the exploiter
when   it is 2026-03-03 21:01
then   duty missing-publicity-decided is met
