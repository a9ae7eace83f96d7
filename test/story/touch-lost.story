# Lost: steps within a day, then weekly until they succeed.
given  2025-01-05 08:00  child-registered born 2008-10-10
and    2025-01-06 09:00  care-started legal-status C2
and    2026-03-02 09:00  care-ended reason E5, approved-by director
and    2026-03-10 09:00  touch-lost what moved out with no address
and    2026-03-10 15:00  touch-steps-taken what asked the housing office
when   it is 2026-03-12 12:00
then   duty touch-sought is met, due 2026-03-11 09:00
and    duty touch-sought is running, due end of 2026-03-17
given  2026-03-16 15:00  touch-kept how met at the office
when   it is 2026-03-20 12:00
then   duty touch-sought is ended
