# What children's homes owe is not owed by a foster home, nor what supported accommodation owes.
over   home
given  2026-01-10 09:00  home-registered name A carer, type foster-home
and    2026-01-20 09:00  home-incident incident 1, kind police
and    2026-01-21 09:00  home-reviewed
when   it is 2026-06-01 09:00
then   no duty home-missing-policy
and    no duty home-independent-visit
and    no duty home-quality-review
and    no duty home-notified-police-incident-regulator
and    no duty supported-missing-policy
and    no duty supported-notified-regulator
