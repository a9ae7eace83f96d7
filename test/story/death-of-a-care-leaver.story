# A care leaver of 24, the day before the twenty-fifth birthday.
given  2019-01-05 08:00  child-registered born 2002-03-10
and    2019-01-05 09:00  care-started legal-status C2
and    2020-03-09 09:00  care-ended reason E5, approved-by director
and    2027-03-09 10:00  child-died
when   it is 2027-03-10 12:00
then   duty death-of-care-leaver-notified is running, due end of 2027-03-16
and    no duty death-in-care-notified
