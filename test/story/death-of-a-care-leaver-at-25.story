# At 25 it is no longer asked.
given  2019-01-05 08:00  child-registered born 2002-03-10
and    2019-01-05 09:00  care-started legal-status C2
and    2020-03-09 09:00  care-ended reason E5, approved-by director
and    2027-03-10 10:00  child-died
when   it is 2027-03-11 12:00
then   no duty death-of-care-leaver-notified
