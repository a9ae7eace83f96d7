# In the responsible authority's own area nobody else need be told; outside it, late after a day.
given  2026-05-01 08:00  child-registered born 2009-03-03
and    2026-05-01 09:00  care-started legal-status V2
and    2026-05-01 10:00  placement-started placement 1, type K3, area in, area-confidence high, urn SC123456
and    2026-05-05 10:00  placement-ended placement 1
and    2026-05-05 10:30  placement-started placement 2, type K3, area distant, area-confidence high, urn SC123457
when   it is 2026-05-06 11:00
then   duty supported-host-told-of-admission is overdue, entry 5, due 2026-05-06 10:30
and    1 duties supported-host-told-of-admission
and    no duty supported-host-told-of-discharge
