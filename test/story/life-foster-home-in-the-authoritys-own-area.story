# No area authority where the responsible authority is itself that of the area.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U4, area in, area-confidence high
and    2026-03-01 20:00  missing-reported episode 1, class M
when   it is 2026-03-02 20:01
then   no duty foster-missing-area-told
and    no duty missing-host-told
and    duty foster-missing-police-told is overdue
