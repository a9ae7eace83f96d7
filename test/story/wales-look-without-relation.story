# In Wales too: a look without a relation is reviewed.
nation wales
given  2026-03-02 09:00  care-started legal-status C2
and    2026-03-06 15:00  glass-broken look 1, person 9, reason the child is at the door
when   it is 2026-03-06 15:01
then   duty look-without-relation-reviewed is running, due end of 2026-03-09
and    duty look-without-relation-known is running, due end of 2026-03-09
given  2026-03-06 16:00  glass-broken look 2, person 9, reason again
and    2026-03-09 10:00  glass-reviewed look 1, verdict right, reason the child was at the door
when   it is 2026-03-09 10:01
then   duty look-without-relation-reviewed is met, entry 2
and    duty look-without-relation-reviewed is running, entry 3
and    duty look-without-relation-known is met, entry 2
