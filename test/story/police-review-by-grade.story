# Each review starts the next, at the pace of its grade; all end when the child is back.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-01 20:30  risk-graded episode 1, grade medium
and    2026-05-02 10:30  risk-graded episode 1, grade high
and    2026-05-02 17:00  child-returned episode 1
when   it is 2026-05-02 10:00
then   duty missing-risk-graded is met
and    duty missing-risk-reviewed is running, due 2026-05-02 20:30
when   it is 2026-05-02 16:00
then   duty missing-risk-reviewed is met, due 2026-05-02 20:30
and    duty missing-risk-reviewed is running, due 2026-05-02 18:30
when   it is 2026-05-04 16:00
then   duty missing-risk-reviewed is ended
