# At once: the referral is not made in a day. The decision follows in five working days; a guardian too.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-04-30 10:00  trafficking-suspected reasons found with no papers
when   it is 2026-05-01 10:01
then   duty trafficking-referred is overdue, due 2026-05-01 10:00
and    duty trafficking-guardian-appointed is running, due end of 2026-05-08
and    duty strategy-discussion-held is running, due end of 2026-05-01
given  2026-05-01 09:00  nrm-referred responder the authority
when   it is 2026-05-02 12:00
then   duty trafficking-referred is met
and    duty trafficking-grounds-decided is running, due end of 2026-05-11
given  2026-05-12 09:00  nrm-decided positive yes
and    2026-05-06 09:00  guardian-appointed name A. Person
when   it is 2026-05-12 12:00
then   duty trafficking-grounds-decided is met-late
and    duty trafficking-guardian-appointed is met
