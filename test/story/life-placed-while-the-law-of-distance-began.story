# Placed the day before the law of 2014: approved by the nominated officer it was lawful, and stays so after it.
given  2013-12-02 09:00  care-started legal-status C2
and    2014-01-24 10:00  placement-approved placement 1, rank nominated-officer
and    2014-01-26 10:00  placement-started placement 1, type K2, provider PR4, area distant, area-confidence high, urn yes
when   it is 2014-02-10 10:00
then   duty out-of-area-approval is met
and    no duty distant-approval
and    no duty placement-notified-area
and    no alarm distant-no-approval
