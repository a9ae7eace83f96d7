# No flag, no alarm: most children are not written about every month.
given  2026-01-05 08:00  child-registered born 2010-01-01
and    2026-01-05 09:00  care-started legal-status C2
and    2026-02-20 10:00  visit-made seen yes, alone yes
when   it is 2026-06-01 12:00
then   no alarm silence
