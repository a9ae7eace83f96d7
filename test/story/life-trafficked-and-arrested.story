# Suspected of being trafficked, with no other concern said: the defence is considered all the same, and the plan says so on a second admission.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-01-06 09:00  trafficking-suspected
and    2026-01-07 09:00  care-ended reason E4B
and    2026-02-02 09:00  care-started legal-status V2
and    2026-02-03 09:00  child-arrested
when   it is 2026-02-03 12:00
then   duty trafficking-defence-considered is running, due end of 2026-02-04
and    duty care-plan-says-trafficked is running, entry 4
