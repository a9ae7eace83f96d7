# Reasonable cause to suspect significant harm: by the end of the next working day.
given  2026-02-05 10:00  referral-received from school
and    2026-02-06 10:00  referral-decided decision strategy, told yes, harm-suspected yes
when   it is 2026-02-09 12:00
then   duty strategy-discussion-held is running, due end of 2026-02-09
given  2026-02-09 14:00  strategy-discussion-held present police health
when   it is 2026-02-10 12:00
then   duty strategy-discussion-held is met
