# The child asked; the reviewing officer found it not justified, and said why, on the fifth day.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-05-11 09:00  review-asked by the child
and    2026-05-18 15:00  review-refused reasons the next review is on Friday
when   it is 2026-05-19 00:01
then   duty review-asked-by-child is ended
and    alarm child-asked-review is cleared
