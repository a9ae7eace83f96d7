# On the birthday it is no longer asked.
given  2026-01-05 08:00  child-registered born 2013-03-10
and    2026-01-05 09:00  care-started legal-status V2
and    2026-03-10 10:00  placement-started placement 1, type K1, area in, area-confidence high, urn yes
when   it is 2026-03-11 12:00
then   no alarm secure-under-13
