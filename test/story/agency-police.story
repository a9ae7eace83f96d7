# What an authority owes a police force does not.
over   agency
given  2026-01-05 09:00  agency-registered name Elmshire Police, kind police
and    2026-02-01 09:00  serious-incident-known incident 1
when   it is 2026-06-01 09:00
then   no duty missing-protocol-agreed
and    no duty missing-named-manager
and    no duty sufficiency-stated
and    no duty partnership-incident-notified
