# Four weeks in which nobody wrote anything; a health visit would have been heard.
given  2026-01-05 08:00  child-registered born 2010-01-01
and    2026-01-05 09:00  care-started legal-status C2
and    2026-02-02 10:00  concern-raised indicators new phone
and    2026-02-20 10:00  visit-made seen yes, alone yes
when   it is 2026-03-20 23:59
then   alarm silence is waiting, from end of 2026-03-20
when   it is 2026-03-21 00:01
then   alarm silence is raised, entry 4
given  2026-03-25 10:00  visit-made seen yes, alone yes
when   it is 2026-03-25 12:00
then   alarm silence is cleared, entry 4
