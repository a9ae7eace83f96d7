# Once in each calendar year: January of one year and December of the next are both in time.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2027-01-05 10:00  location-reviewed
and    2028-12-31 10:00  location-reviewed
when   it is 2026-12-31 10:00
then   duty home-location-review is running, entry 1, due end of 2027-12-31
when   it is 2028-12-30 10:00
then   duty home-location-review is met, entry 1
and    duty home-location-review is warned, entry 2, due end of 2028-12-31
when   it is 2029-01-01 10:00
then   duty home-location-review is met, entry 2
and    duty home-location-review is running, entry 3, due end of 2029-12-31
