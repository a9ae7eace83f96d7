# Published six months after it was decided on; from 31 August that is the last of February.
over   agency
given  2026-01-05 09:00  agency-registered name Elmwick safeguarding partners, kind partnership
and    2026-08-31 09:00  practice-review-decided review 1
and    2026-10-01 09:00  practice-review-decided review 2
and    2027-02-28 20:00  practice-review-published review 1
when   it is 2027-02-28 10:00
then   duty partnership-review-published is warned, entry 2, due end of 2027-02-28
when   it is 2027-03-01 10:00
then   duty partnership-review-published is met, entry 2
and    duty partnership-review-published is running, entry 3, due end of 2027-04-01
