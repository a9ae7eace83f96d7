# Short breaks do not make a child eligible.
given  2026-01-05 08:00  child-registered born 2010-05-31
and    2026-01-06 09:00  care-started legal-status V4
when   it is 2026-08-10 12:00
then   no duty pathway-assessed
