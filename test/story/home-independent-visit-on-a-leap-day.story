# The end of February in a leap year is the 29th, up to midnight.
over   home
given  2028-01-10 09:00  home-registered name Elm House, type childrens-home
and    2028-02-29 23:30  home-visited visit 1
when   it is 2028-02-29 23:00
then   duty home-independent-visit is warned, due end of 2028-02-29
when   it is 2028-03-01 00:01
then   duty home-independent-visit is met, entry 1
and    duty home-independent-visit is running, entry 2, due end of 2028-03-31
