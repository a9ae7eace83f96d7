# Assessed as 15 in supported accommodation and moved to a children's home the same evening.
given  2026-01-05 09:00  child-registered uasc yes, born 2009-01-01
and    2026-01-05 09:10  care-started legal-status V2
and    2026-01-05 10:00  placement-started placement 1, type K3, area in, area-confidence high, urn yes
and    2026-02-02 10:00  age-assessed under-16 yes
and    2026-02-02 10:00  child-detail-changed born 2010-06-01
and    2026-02-02 19:00  placement-started placement 2, type K2, area in, area-confidence high, urn yes
when   it is 2026-02-03 12:00
then   duty unaccompanied-child-moved-if-under-16 is met, due end of 2026-02-13
