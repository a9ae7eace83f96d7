# Out of area: the home writes to the authority where it is, without delay. In its own area it need not.
given  2026-05-01 09:00  care-started legal-status C2
and    2026-05-01 10:00  placement-started placement 1, type K2, area distant, area-confidence high
and    2026-05-02 10:00  placement-notified placement 1, to host-authority, written yes
and    2026-06-01 10:00  placement-ended placement 1
and    2026-06-01 11:00  placement-started placement 2, type K2, area in, area-confidence high
when   it is 2026-05-02 09:00
then   duty home-host-told-of-admission is running, entry 2, due 2026-05-02 10:00
when   it is 2026-06-03 09:00
then   duty home-host-told-of-admission is met, entry 2
and    1 duties home-host-told-of-admission
and    duty home-host-told-of-discharge is overdue, entry 4, due 2026-06-02 10:00
