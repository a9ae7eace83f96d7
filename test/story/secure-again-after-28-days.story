# The twenty-ninth day is outside.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-03-02 10:00  placement-started placement 1, type K1, area in, area-confidence high, urn yes
and    2026-03-03 10:00  placement-started placement 2, type K2, area in, area-confidence high, urn yes
and    2026-03-31 00:30  placement-started placement 3, type K1, area in, area-confidence high, urn yes
when   it is 2026-04-01 12:00
then   no alarm secure-again
