# Considered and not in the child's interests: nothing is owed.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-02-02 09:00  independent-visitor-considered reasons sees both parents
when   it is 2026-03-01 12:00
then   no duty independent-visitor-appointed
