# In care, and another is responsible for where the child lives: after a year every three months.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type R2, area in, area-confidence high, arranged-by-another yes
and    2026-02-02 10:00  visit-made placement 1, seen yes, alone yes
and    2027-01-11 10:00  visit-made placement 1, seen yes, alone yes
when   it is 2026-02-03 12:00
then   duty statutory-visit is running, due end of 2026-03-16
when   it is 2027-01-12 12:00
then   duty statutory-visit is running, due end of 2027-04-11
and    alarm visit-gap-long is waiting, from end of 2027-04-11
when   it is 2027-04-12 00:01
then   alarm visit-gap-long is raised
