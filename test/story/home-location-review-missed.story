# A calendar year without one.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-03-05 10:00  location-reviewed
when   it is 2028-01-01 00:01
then   duty home-location-review is overdue, entry 2, due end of 2027-12-31
and    duty home-location-review goes to responsible-individual at 2028-01-01 00:00
