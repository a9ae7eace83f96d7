# On the sixteenth birthday supported accommodation is lawful.
given  2026-01-05 08:00  child-registered born 2010-03-10
and    2026-01-05 09:00  care-started legal-status V2
and    2026-03-10 10:00  placement-started placement 1, type K3, area in, area-confidence high, urn yes
when   it is 2026-03-10 12:00
then   no alarm supported-under-16
