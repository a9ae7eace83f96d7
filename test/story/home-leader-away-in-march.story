# A month before 31 March is the last of February; in a leap year the 29th.
over   home
given  2027-01-10 09:00  home-registered name Elm House, type childrens-home
and    2028-02-01 09:00  home-leader-away from 2028-03-31
when   it is 2028-02-29 23:00
then   duty home-absence-foreseen-told is running, due end of 2028-02-29
