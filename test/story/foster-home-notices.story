given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area adjoining, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-01 20:30  police-told episode 1
when   it is 2026-05-03 00:00
then   duty foster-missing-police-told is met
and    duty foster-missing-area-told is overdue, due 2026-05-02 20:00
