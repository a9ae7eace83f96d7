# Partners who published nothing, neither the yearly report nor the review they decided on.
over   agency
given  2026-01-05 09:00  agency-registered name Elmwick safeguarding partners, kind partnership
and    2026-03-01 09:00  practice-review-decided review 1
when   it is 2026-09-02 00:01
then   duty partnership-review-published is overdue, due end of 2026-09-01
when   it is 2027-01-06 00:01
then   duty partnership-report-published is overdue, due end of 2027-01-05
and    duty partnership-report-published goes to lead-member at 2027-01-06 00:00
