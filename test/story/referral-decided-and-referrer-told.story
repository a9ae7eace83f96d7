# Received late on a Friday before a bank holiday: the next working day is Tuesday. Decided, and nobody told.
given  2026-05-01 16:50  referral-received from school
and    2026-05-05 17:00  referral-decided decision assess, assess yes
when   it is 2026-05-05 12:00
then   duty referral-decided is running, due end of 2026-05-05
when   it is 2026-05-06 00:01
then   duty referral-decided is met
and    duty referrer-told is overdue, due end of 2026-05-05
given  2026-05-06 09:00  referral-decided decision assess, told yes, assess yes
when   it is 2026-05-06 10:00
then   duty referrer-told is met-late
