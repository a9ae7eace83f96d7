# A plan of which nobody says what it holds is not judged: the register does not guess.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-01-06 10:00  care-plan-made signed yes
when   it is 2026-03-01 12:00
then   no duty care-plan-complete
