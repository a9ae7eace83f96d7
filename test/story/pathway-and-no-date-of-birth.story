# Without a date of birth nobody knows; short breaks are never eligible.
given  2026-01-06 09:00  care-started legal-status C2
when   it is 2026-08-10 12:00
then   no duty pathway-assessed
