# A year in which nothing was put before anybody.
over   agency
given  2026-01-05 09:00  agency-registered name Borough of Elmwick, kind authority
and    2026-03-02 16:00  serious-incident-known incident 1
when   it is 2026-03-24 00:01
then   duty partnership-rapid-review-sent is overdue, due end of 2026-03-23
and    duty partnership-rapid-review-sent goes to director at 2026-03-24 00:00
when   it is 2027-01-06 00:01
then   duty missing-report-to-lead-member is overdue, due end of 2027-01-05
and    duty missing-report-to-lead-member goes to lead-member at 2027-02-06 00:00
