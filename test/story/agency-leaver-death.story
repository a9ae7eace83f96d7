# The death of a care leaver is reported, without a duty in law and without a rapid review.
over   agency
given  2026-01-05 09:00  agency-registered name Borough of Elmwick, kind authority
and    2026-03-02 16:00  serious-incident-known incident 1, death yes, leaver yes
when   it is 2026-03-10 00:01
then   duty partnership-leaver-death-reported is overdue, due end of 2026-03-09
and    no duty partnership-incident-notified
and    no duty partnership-rapid-review-sent
