# A first order for three months at most, the next for six.
given  2026-03-01 09:00  care-started legal-status V2
and    2026-03-27 22:00  placement-started placement 1, type K1, area in, area-confidence high, urn yes
and    2026-03-30 14:00  secure-order-made until 2026-06-30
when   it is 2026-04-01 12:00
then   duty secure-order-renewed is running, due end of 2026-06-30
given  2026-06-29 14:00  secure-order-made until 2026-12-29
when   it is 2026-07-01 12:00
then   duty secure-order-renewed is running, due end of 2026-12-29
given  2026-08-01 10:00  placement-ended placement 1, change CARPL
when   it is 2026-08-02 12:00
then   duty secure-order-renewed is ended
