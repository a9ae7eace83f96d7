# The child did not want to: the reason is there, and nothing rings.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-09 10:00  visit-made placement 1, seen yes, alone no
and    2026-01-23 10:00  visit-made placement 1, seen yes, alone no, why-not child-refused
when   it is 2026-01-24 12:00
then   no alarm not-seen-alone
