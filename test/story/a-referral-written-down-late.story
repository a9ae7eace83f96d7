# Received on Monday, written down on Wednesday: the clock ran from Monday.
given  2026-02-02 10:00  referral-received from school, recorded 2026-02-04 09:00
when   it is 2026-02-04 10:00
then   duty referral-decided is overdue, due end of 2026-02-03
