# A setting that must be registered has a number; a foster home needs none, nor does a home in Wales.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U1, area in, area-confidence high
and    2026-02-02 10:00  placement-started placement 2, type K2, area in, area-confidence high, urn SC999999
and    2026-02-09 10:00  placement-started placement 3, type K2, area wales, area-confidence high, urn XXXXXXX
and    2026-03-02 10:00  placement-started placement 4, type K2, area in, area-confidence high, urn XXXXXXX
and    2026-03-09 10:00  placement-started placement 5, type S1, area in, area-confidence high
when   it is 2026-03-10 12:00
then   1 alarms unregistered-setting
and    alarm unregistered-setting is raised, entry 5, again 1
