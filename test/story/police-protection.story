# 72 elapsed hours over the night the clocks go forward; four people to tell.
given  2026-03-28 02:00  police-protection-taken where a hotel
and    2026-03-28 03:00  police-protection-told to host-authority child
and    2026-03-28 07:00  police-protection-told to parent
when   it is 2026-03-28 08:00
then   duty police-protection-told-area is met, due 2026-03-28 06:00
and    duty police-protection-told-child is met
and    duty police-protection-told-parents is met-late
and    duty police-protection-told-residence is overdue
and    duty police-protection-ended is running, due 2026-03-31 03:00
and    duty strategy-discussion-held is running, due end of 2026-03-30
given  2026-03-31 03:00  police-protection-ended outcome order
when   it is 2026-03-31 12:00
then   duty police-protection-ended is met
and    duty police-protection-told-residence is ended
