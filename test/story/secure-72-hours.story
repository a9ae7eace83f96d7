# Over the clock change of 29 March: 72 elapsed hours, so 23:00 summer time.
given  2026-03-01 09:00  care-started legal-status V2
and    2026-03-27 22:00  placement-started placement 1, type K1, area in, area-confidence high, urn yes
when   it is 2026-03-30 22:59
then   duty secure-order-made is warned, due 2026-03-30 23:00
when   it is 2026-03-30 23:01
then   duty secure-order-made is overdue
and    duty secure-order-made goes to director at 2026-03-30 23:00
given  2026-03-30 14:00  secure-order-made until 2026-06-30
when   it is 2026-03-30 23:01
then   duty secure-order-made is met
