# Fifteen working days from the last strategy discussion, not from the end of the enquiry.
given  2026-02-02 10:00  strategy-discussion-held present police health
and    2026-02-02 11:00  enquiry-started
and    2026-02-04 10:00  strategy-discussion-held present police health
and    2026-02-16 10:00  enquiry-concluded substantiated yes
when   it is 2026-02-17 12:00
then   duty protection-conference-held is running, due end of 2026-02-25
given  2026-02-25 10:00  conference-held plan yes
when   it is 2026-02-26 12:00
then   duty protection-conference-held is met
and    duty core-group-met is running, due end of 2026-03-11
given  2026-03-12 10:00  core-group-met present all
when   it is 2026-03-12 12:00
then   duty core-group-met is met-late
