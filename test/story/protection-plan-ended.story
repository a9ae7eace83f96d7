# Ended between conferences: nothing is to be reviewed.
given  2026-01-30 10:00  conference-held plan yes
and    2026-03-20 10:00  protection-plan-ended reason moved abroad
when   it is 2026-11-01 12:00
then   duty protection-plan-reviewed is ended
