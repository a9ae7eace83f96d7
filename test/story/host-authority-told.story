given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area adjoining, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-01 21:00  missing-told episode 1, to placing-authority parent
when   it is 2026-05-03 00:00
then   duty missing-host-told is overdue, due 2026-05-02 20:00
and    duty missing-authority-told is met
and    duty missing-parents-told is met
and    no duty foster-missing-area-told
