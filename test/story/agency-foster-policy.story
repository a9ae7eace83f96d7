# A fostering service agrees its policy with the local police.
over   agency
given  2026-01-05 09:00  agency-registered name Elm Fostering, kind fostering-service
when   it is 2026-02-03 00:01
then   duty foster-missing-policy is overdue, due end of 2026-02-02
and    no duty missing-protocol-agreed
