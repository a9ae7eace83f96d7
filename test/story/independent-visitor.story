# Found to be in the child's interests: appointed within three months; where the child objects, not at all.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-02-02 09:00  independent-visitor-considered in-interests yes
when   it is 2026-03-01 12:00
then   duty independent-visitor-appointed is running, due end of 2026-05-02
given  2026-03-03 09:00  independent-visitor-considered in-interests yes, child-objects yes
when   it is 2026-03-04 12:00
then   duty independent-visitor-appointed is ended
and    1 duties independent-visitor-appointed
