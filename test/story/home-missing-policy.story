# A home newly recorded shows its missing child policy in 28 days, and looks at it again within a year.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-01 09:00  missing-policy-agreed
when   it is 2026-01-25 10:00
then   duty home-missing-policy is warned, entry 1, due end of 2026-02-07
when   it is 2026-02-01 10:00
then   duty home-missing-policy is met, entry 1
and    duty home-missing-policy is running, entry 2, due end of 2027-02-01
when   it is 2027-02-02 00:01
then   duty home-missing-policy is overdue, entry 2
and    duty home-missing-policy goes to responsible-individual at 2027-02-02 00:00
