# Left at 17: touch at least every eight weeks, a ceiling from the last; back in care it ends.
given  2025-01-05 08:00  child-registered born 2008-10-10
and    2025-01-06 09:00  care-started legal-status C2
and    2026-03-02 09:00  care-ended reason E5, approved-by director
when   it is 2026-04-20 12:00
then   duty touch-kept is running, due end of 2026-04-27
given  2026-04-21 10:00  touch-kept how telephone
when   it is 2026-04-22 12:00
then   duty touch-kept is met
and    duty touch-kept is running, due end of 2026-06-16
given  2026-05-05 10:00  care-started legal-status V2
when   it is 2026-07-01 12:00
then   duty touch-kept is ended
