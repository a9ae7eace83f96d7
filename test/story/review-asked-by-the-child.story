# Asked on a Sunday; whoever may waive it must give a power and a reason.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-05-10 09:00  review-asked by the child
and    2026-05-12 09:00  duty-acknowledged rule review-asked-by-child, started 2
and    2026-05-13 09:00  duty-waived rule review-asked-by-child, started 2, power reg 33(4), reason reviewing officer finds it not justified
when   it is 2026-05-11 09:00
then   duty review-asked-by-child is running, due end of 2026-05-22
when   it is 2026-05-14 09:00
then   duty review-asked-by-child is waived
