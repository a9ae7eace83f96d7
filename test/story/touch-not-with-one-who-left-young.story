# Home at 15: not a care leaver.
given  2025-01-05 08:00  child-registered born 2010-10-10
and    2025-01-06 09:00  care-started legal-status C2
and    2026-03-02 09:00  care-ended reason E4A, approved-by nominated-officer
when   it is 2026-06-20 12:00
then   no duty touch-kept
