# Registered here before 28 April 2023: those regulations asked nothing yet.
over   home
given  2023-04-27 09:00  home-registered name Ash Court, type supported-accommodation
and    2023-04-27 10:00  home-incident incident 1, kind police
and    2023-04-28 10:00  home-incident incident 2, kind police
when   it is 2023-06-08 00:01
then   no duty supported-missing-policy
and    1 duties supported-notified-regulator
and    duty supported-notified-regulator is overdue, entry 3, due 2023-04-29 10:00
