# In the first year six weeks stand, whatever was agreed.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U4, area in, area-confidence high
and    2026-02-01 10:00  visits-agreed words fine
and    2026-02-02 10:00  visit-made placement 1, seen yes, alone yes
when   it is 2026-02-03 12:00
then   duty statutory-visit is running, due end of 2026-03-16
