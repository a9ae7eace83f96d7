# A year in long-term foster care and the child agrees: six months. Taken back: six weeks from then.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U4, area in, area-confidence high
and    2027-01-11 10:00  visits-agreed words every half year is fine
and    2027-01-12 10:00  visit-made placement 1, seen yes, alone yes
when   it is 2027-01-13 12:00
then   duty statutory-visit is running, due end of 2027-07-12
and    alarm visit-gap-agreed is waiting, from end of 2027-07-12
and    no alarm visit-gap
given  2027-03-01 10:00  visits-agreed withdrawn yes, words I want them back
when   it is 2027-03-02 12:00
then   duty visit-agreement-withdrawn is running, due end of 2027-04-12
when   it is 2027-04-13 00:01
then   duty visit-agreement-withdrawn is overdue
