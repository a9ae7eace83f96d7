# Hard case: twenty working days over Christmas and New Year, with a substitute day.
given  2026-12-14 11:00  care-started legal-status V2
when   it is 2027-01-13 09:00
then   duty review-first reads explain-bank-holiday.txt
