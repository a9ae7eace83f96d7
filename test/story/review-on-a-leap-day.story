# Six months from 31 August 2027 is the last of February, which has 29 days in 2028: the calendar
# of holidays does not matter to months.
given  2027-01-05 09:00  care-started legal-status V2
and    2027-01-20 09:00  review-held
and    2027-08-31 09:00  review-held
when   it is 2027-09-01 09:00
then   duty review-later is running, due end of 2028-02-29
