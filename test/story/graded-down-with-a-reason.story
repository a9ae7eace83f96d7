# The reason is written: nothing rings.
given  2026-03-02 20:00  missing-reported episode 1, class M
and    2026-03-02 21:00  risk-graded episode 1, grade high, reasons young
and    2026-03-02 23:00  risk-graded episode 1, grade medium, reasons seen at an aunt's
when   it is 2026-03-03 07:00
then   no alarm graded-down-without-reason
