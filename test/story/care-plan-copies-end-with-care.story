# The child went home: nobody owes copies any more.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-01-06 10:00  care-plan-made signed yes
and    2026-01-08 10:00  care-ended reason E4A, approved-by nominated-officer
when   it is 2026-02-01 12:00
then   duty care-plan-copied-child is ended
and    duty care-plan-copied-reviewing-officer is ended
