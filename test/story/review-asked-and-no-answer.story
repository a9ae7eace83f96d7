# Five working days without a review or a reason, over the bank holiday of 4 May.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-04-30 09:00  review-asked by the child
when   it is 2026-05-08 00:01
then   alarm child-asked-review is waiting, from end of 2026-05-08
when   it is 2026-05-09 00:01
then   alarm child-asked-review is raised
and    duty review-asked-by-child is running, due end of 2026-05-15
