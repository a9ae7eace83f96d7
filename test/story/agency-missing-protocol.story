# A protocol in 28 days, reviewed within a year of the last; police and schools do not owe it.
over   agency
given  2026-01-05 09:00  agency-registered name Borough of Elmwick, kind authority
and    2026-02-01 09:00  protocol-agreed with police
when   it is 2026-01-20 09:00
then   duty missing-protocol-agreed is warned, entry 1, due end of 2026-02-02
when   it is 2027-01-10 09:00
then   duty missing-protocol-agreed is met, entry 1
and    duty missing-protocol-agreed is running, entry 2, due end of 2027-02-01
when   it is 2027-02-02 00:01
then   duty missing-protocol-agreed is overdue
and    duty missing-protocol-agreed goes to director at 2027-02-02 00:00
