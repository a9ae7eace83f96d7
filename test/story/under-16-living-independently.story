# The day before sixteen, on their own: unlawful whatever it is called. On the birthday it is not.
given  2026-01-05 08:00  child-registered born 2010-03-10
and    2026-01-05 09:00  care-started legal-status V2
and    2026-03-09 10:00  placement-started placement 1, type P2, area in, area-confidence high
when   it is 2026-03-09 12:00
then   alarm supported-under-16 is raised
