# Ten working days from the first placement; a plan that is silent about it does not meet it.
given  2026-01-05 08:00  child-registered born 2010-01-01, uasc yes
and    2026-01-05 09:00  care-started legal-status V2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-07 10:00  care-plan-made signed yes
when   it is 2026-01-19 12:00
then   duty care-plan-says-unaccompanied is running, due end of 2026-01-19
when   it is 2026-01-20 00:01
then   duty care-plan-says-unaccompanied is overdue
given  2026-01-08 10:00  care-plan-made covers unaccompanied
when   it is 2026-01-20 00:01
then   duty care-plan-says-unaccompanied is met
