# Six months from 31 August 2027 end on 29 February 2028, a leap year.
given  2027-01-04 09:00  care-started legal-status C2
and    2027-02-01 10:00  review-held
and    2027-04-30 10:00  review-held
and    2027-08-31 10:00  review-held
when   it is 2027-09-01 09:00
then   duty review-later is running, due end of 2028-02-29
