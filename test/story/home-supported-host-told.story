# Supported accommodation outside the area: admission and discharge are told to the authority where it is.
given  2026-05-01 08:00  child-registered born 2009-03-03
and    2026-05-01 09:00  care-started legal-status V2
and    2026-05-01 10:00  placement-started placement 1, type K3, area adjoining, area-confidence high, urn SC123456
and    2026-05-01 12:00  placement-notified placement 1, to area-authority, written yes
and    2026-06-01 10:00  placement-ended placement 1
when   it is 2026-06-02 10:01
then   duty supported-host-told-of-admission is met, entry 3
and    duty supported-host-told-of-discharge is overdue, entry 5, due 2026-06-02 10:00
and    no duty home-host-told-of-admission
