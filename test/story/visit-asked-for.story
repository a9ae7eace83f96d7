# Asked for on Maundy Thursday: five working days over Easter.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-04-02 10:00  visit-asked by the child
when   it is 2026-04-11 00:00
then   duty visit-asked-for is warned, due end of 2026-04-13
when   it is 2026-04-14 00:01
then   duty visit-asked-for is overdue
given  2026-04-13 17:00  visit-made placement 1, seen yes, alone yes
when   it is 2026-04-14 00:01
then   duty visit-asked-for is met
