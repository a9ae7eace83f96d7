# What was done before the clock started counts: the home rang the police first.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 19:50  absence-noticed episode 1
and    2026-05-01 19:55  police-told episode 1
and    2026-05-01 20:00  missing-reported episode 1, class M
when   it is 2026-05-02 07:00
then   duty missing-police-told is met
and    duty missing-classified is met
and    duty missing-searched-for is ended
and    duty missing-risk-graded is overdue, due 2026-05-01 21:00
