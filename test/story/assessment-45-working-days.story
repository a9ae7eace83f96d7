# 45 working days from the referral, not from the decision to assess.
given  2026-02-02 10:00  referral-received from school
and    2026-02-03 10:00  referral-decided decision assess, told yes, assess yes
when   it is 2026-04-02 12:00
then   duty assessment-concluded is warned, due end of 2026-04-08
given  2026-04-08 15:00  assessment-concluded outcome child in need
when   it is 2026-04-09 12:00
then   duty assessment-concluded is met
