# Once a year before the lead member.
over   agency
given  2026-01-05 09:00  agency-registered name Borough of Elmwick, kind authority
and    2026-11-20 09:00  missing-report-presented year 2026
when   it is 2026-11-21 09:00
then   duty missing-report-to-lead-member is met, entry 1
and    duty missing-report-to-lead-member is running, entry 2, due end of 2027-11-20
