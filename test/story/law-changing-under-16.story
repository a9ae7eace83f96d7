# England, 9 September 2021 (SI 2021/161): a child under 16 may not be placed in an unregulated
# setting. A placement made the day before breaks no rule of its own day.
given  2021-06-01 09:00  child-registered born 2007-01-15
and    2021-06-01 09:00  care-started legal-status C2
and    2021-09-08 22:00  placement-started placement 1, type H5, area in, area-confidence high
and    2021-09-09 08:00  placement-ended placement 1
when   it is 2021-09-09 09:00
then   no alarm supported-under-16
given  2021-09-09 10:00  placement-started placement 2, type H5, area in, area-confidence high
when   it is 2021-09-09 11:00
then   1 alarm supported-under-16
