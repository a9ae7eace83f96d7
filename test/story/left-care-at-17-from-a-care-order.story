given  2026-01-05 08:00  child-registered born 2008-10-01
and    2026-01-05 09:00  care-started legal-status C2
and    2026-03-10 10:00  care-ended reason E5, approved-by nominated-officer
when   it is 2026-03-12 12:00
then   no alarm ceased-16-17-no-director
