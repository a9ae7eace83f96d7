# England, 27 January 2014 (SI 2013/3239): until then the nominated officer approved every placement
# outside the area; from then one at a distance needs the director. The day it began decides.
given  2014-01-13 09:00  care-started legal-status V2
and    2014-01-24 10:00  placement-approved placement 1, rank nominated-officer
and    2014-01-26 23:30  placement-started placement 1, type K2, area distant, area-confidence high
and    2014-01-27 00:30  placement-ended placement 1
and    2014-01-24 10:00  placement-approved placement 2, rank nominated-officer
and    2014-01-27 00:30  placement-started placement 2, type K2, area distant, area-confidence high
when   it is 2014-01-28 12:00
then   duty out-of-area-approval is met, entry 3
and    1 duty out-of-area-approval
and    1 duty distant-approval
and    duty distant-approval is overdue, entry 6
and    1 alarm distant-no-approval
and    no alarm out-no-approval
and    duty distant-approval explained: "version of the rule was not in force then"
and    duty out-of-area-approval explained: "The law has changed. On that day this version was in force, from Friday 1 April 2011 to Sunday 26 January 2014"
