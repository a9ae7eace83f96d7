# A plan that says what it holds, and lacks the wishes of the child; the second has all.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-01-06 10:00  care-plan-made contents-stated yes, covers permanence health education development identity family presentation self-care placement reviewing-officer
when   it is 2026-01-07 09:59
then   duty care-plan-complete is running, due 2026-01-07 10:00
when   it is 2026-01-07 10:01
then   duty care-plan-complete is overdue
and    duty care-plan-complete goes to independent-reviewing-officer at 2026-01-07 10:00
given  2026-01-07 09:00  care-plan-made contents-stated yes, covers permanence health education development identity family presentation self-care placement reviewing-officer wishes
when   it is 2026-01-07 10:01
then   duty care-plan-complete is met
and    1 duties care-plan-complete
