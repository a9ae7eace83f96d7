# Suspected on a Friday: five working days, over the bank holiday of 4 May, to the next Friday.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-05-01 15:00  trafficking-suspected
when   it is 2026-05-08 12:00
then   duty care-plan-says-trafficked is running, due end of 2026-05-11
given  2026-05-11 16:00  care-plan-made covers trafficking
when   it is 2026-05-12 12:00
then   duty care-plan-says-trafficked is met
