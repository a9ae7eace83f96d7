# Wales: the procedures after a conference places a name on the register.
nation wales
given  2026-03-02 09:00  care-started legal-status V2
and    2026-03-02 10:00  enquiry-started
and    2026-03-16 10:00  conference-held plan yes
when   it is 2026-03-17 09:00
then   duty enquiry-assessment-concluded is running, due end of 2026-05-01
and    duty core-group is running, due end of 2026-03-30
and    duty review-conference is running, due end of 2026-06-16
given  2026-03-25 10:00  core-group-met
and    2026-06-10 10:00  conference-held plan yes
when   it is 2026-06-11 09:00
then   duty core-group is overdue, due end of 2026-05-06
and    duty review-conference is running, due end of 2026-12-10
