# Supported accommodation shows its policy in 28 days, and none before the regulations were in force.
over   home
given  2026-01-10 09:00  home-registered name Ash Court, type supported-accommodation
when   it is 2026-02-08 00:01
then   duty supported-missing-policy is overdue, due end of 2026-02-07
and    no duty home-missing-policy
and    no duty home-independent-visit
