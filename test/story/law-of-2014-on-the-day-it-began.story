# Sent to a distant home the day before and the day the amended regulations came into force.
given  2013-12-02 09:00  care-started legal-status C2
and    2014-01-26 10:00  placement-started placement 1, type K2, area distant, area-confidence high, urn yes
and    2014-01-27 10:00  placement-started placement 2, type K2, area distant, area-confidence high, urn yes
when   it is 2014-01-28 12:00
then   1 duties distant-approval
and    duty distant-approval is overdue, entry 3
and    1 duties placement-notified-area
