# What was done before the child arrived counts: no duty is open and no alarm rings.
given  2026-04-01 09:00  care-started legal-status V2
and    2026-04-01 10:00  care-plan-made
and    2026-04-01 11:00  placement-plan-agreed placement 1, signed yes
and    2026-04-03 08:00  placement-approved placement 1, rank director, conditions relatives area-notified iro-consulted
and    2026-04-03 10:00  placement-started placement 1, type K2, area distant, area-confidence high, emergency yes
when   it is 2026-06-08 12:00
then   duty placement-plan-agreed is met
and    duty care-plan-made is met
and    alarm no-placement-plan is cleared
and    alarm no-care-plan is cleared
and    alarm late-approval-relatives is cleared
and    duty emergency-approval-relatives is met
