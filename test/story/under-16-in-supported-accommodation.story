# Age assessed on a Wednesday: that day is the first of the ten working days.
given  2026-01-05 08:00  child-registered born 2009-06-01, uasc yes
and    2026-01-05 09:00  care-started legal-status V2
and    2026-01-05 10:00  placement-started placement 1, type K3, area in, area-confidence high
and    2026-02-04 10:00  child-detail-changed born 2011-06-01
when   it is 2026-02-05 12:00
then   duty unaccompanied-child-moved-if-under-16 is running, due end of 2026-02-17
and    duty unaccompanied-child-moved-if-under-16 explained: "Wednesday 4 February 2026 is working day 1"
and    no alarm supported-under-16
