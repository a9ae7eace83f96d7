# Found here, living elsewhere: the other authority is consulted within a day.
given  2026-02-06 23:00  enquiry-started found-here yes
when   it is 2026-02-07 22:59
then   duty enquiry-authority-consulted is running, due 2026-02-07 23:00
when   it is 2026-02-07 23:01
then   duty enquiry-authority-consulted is overdue
given  2026-02-06 22:30  enquiry-consulted by telephone
when   it is 2026-02-07 23:01
then   duty enquiry-authority-consulted is met
