# Wales: until 1 April 2018 the host authority of an emergency placement was to be told within five
# working days; from 2 April 2018 within 24 hours. The day the placement was made decides.
nation wales
given  2018-03-29 09:00  care-started legal-status V2
and    2018-04-01 23:30  placement-started placement 1, type K2, area distant, area-confidence high, emergency yes
and    2018-04-02 00:30  placement-ended placement 1
and    2018-04-02 00:30  placement-started placement 2, type K2, area distant, area-confidence high, emergency yes
when   it is 2018-04-02 12:00
then   duty host-authority-told is ended, due end of 2018-04-09, entry 2
and    duty host-authority-told is running, due 2018-04-03 00:30, entry 4
and    no alarm host-not-told
when   it is 2018-04-03 00:31
then   duty host-authority-told is overdue, entry 4
and    alarm host-not-told is raised
