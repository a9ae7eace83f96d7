# The child left the home: nobody is to visit there any more.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area in, area-confidence high, urn yes
and    2026-03-02 10:00  regulator-notice-received notice 11
and    2026-03-05 10:00  placement-ended placement 1, change APPRR
when   it is 2026-04-01 12:00
then   duty visit-after-regulator-notice is ended
and    alarm regulator-notice-unvisited is cleared
