# Suspected the day before regulation 5(1)(f) came into force: not owed under it.
given  2014-02-03 09:00  care-started legal-status C2
and    2014-08-17 12:00  trafficking-suspected
when   it is 2014-10-01 12:00
then   no duty care-plan-says-trafficked
given  2014-08-18 00:00  trafficking-suspected
when   it is 2014-08-19 12:00
then   duty care-plan-says-trafficked is running
