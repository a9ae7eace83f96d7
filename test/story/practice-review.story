# Six months of the decision: 31 August and six months is 28 February.
given  2026-08-31 12:00  practice-review-decided review 3
when   it is 2026-09-01 12:00
then   duty practice-review-published is running, due end of 2027-02-28
given  2027-03-01 09:00  practice-review-published review 3
when   it is 2027-03-02 12:00
then   duty practice-review-published is met-late
