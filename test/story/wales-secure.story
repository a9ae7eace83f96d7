# Wales: secure accommodation of another provider.
nation wales
given  2026-03-02 09:00  care-started legal-status V2
and    2026-03-02 10:00  placement-started placement 1, type K1, provider PR4, area distant, area-confidence high
when   it is 2026-03-02 12:00
then   duty secure-placing-authority-told is running, due 2026-03-02 22:00
and    duty secure-order-made is running, due 2026-03-05 10:00
and    duty secure-reviewed is running, due end of 2026-03-23
given  2026-03-04 10:00  secure-order-made
and    2026-03-20 10:00  secure-review-held
when   it is 2026-03-21 09:00
then   duty secure-order-made is met
and    duty secure-order-renewed is running, due end of 2026-06-04
and    duty secure-reviewed is running, due end of 2026-06-20
