# Accommodated, 17, and no approval of the director; a child under a care order is another matter.
given  2026-01-05 08:00  child-registered born 2008-10-01
and    2026-01-05 09:00  care-started legal-status V2
and    2026-03-10 10:00  care-ended reason E5, approved-by nominated-officer
when   it is 2026-03-12 12:00
then   alarm ceased-16-17-no-director is raised
and    no alarm ceased-no-approval
