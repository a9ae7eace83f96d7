# Eight days, the day of the order counted; extended once: fifteen in all, from the first.
given  2026-03-02 15:00  emergency-order-made until 2026-03-09
when   it is 2026-03-05 12:00
then   duty emergency-order-ended is running, due end of 2026-03-09
given  2026-03-09 10:00  emergency-order-made extended yes, until 2026-03-16
when   it is 2026-03-10 12:00
then   duty emergency-order-ended is met
and    duty emergency-order-extension-ended is running, due end of 2026-03-16
given  2026-03-16 10:00  care-started legal-status C1
when   it is 2026-03-17 12:00
then   duty emergency-order-extension-ended is met
