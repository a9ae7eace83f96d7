# Given on New Year's Eve: the next is due at the end of March, not of June.
over   agency
given  2026-01-05 09:00  agency-registered name Borough of Elmwick, kind authority
and    2026-12-31 23:00  partnership-data-given quarter 2026-4
when   it is 2027-01-01 10:00
then   duty missing-data-to-partners is running, due end of 2027-03-31
