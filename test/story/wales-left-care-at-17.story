# Wales: a child of 17 who is not under a care order leaves care without the director's approval.
nation wales
given  2025-03-03 09:00  child-registered born 2008-12-01
and    2025-03-03 09:00  care-started legal-status V2
and    2026-03-02 09:00  care-ended reason E6, approved-by nominated-officer
when   it is 2026-03-02 12:00
then   alarm ceased-16-17-no-director is raised
