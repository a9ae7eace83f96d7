# Decided otherwise: no assessment is owed.
given  2026-02-02 10:00  referral-received from school
and    2026-02-03 10:00  referral-decided decision early help, told yes
when   it is 2026-05-01 12:00
then   no duty assessment-concluded
