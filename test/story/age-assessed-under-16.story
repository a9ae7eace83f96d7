# The day of the assessment counts: Monday is day one, so the Friday of the next week.
given  2026-01-05 08:00  child-registered born 2009-01-01, uasc yes
and    2026-01-05 09:00  care-started legal-status V2
and    2026-01-05 10:00  placement-started placement 1, type K3, area in, area-confidence high, urn yes
and    2026-03-02 10:00  age-assessed age 15, under-16 yes
when   it is 2026-03-03 12:00
then   duty unaccompanied-child-moved-if-under-16 is running, due end of 2026-03-13
given  2026-03-13 18:00  placement-started placement 2, type U6, area in, area-confidence high
when   it is 2026-03-14 12:00
then   duty unaccompanied-child-moved-if-under-16 is met
