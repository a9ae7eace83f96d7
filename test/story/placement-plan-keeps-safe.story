# A child who went missing from another placement: the new plan must say how they are kept safe.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-02-01 20:00  missing-reported episode 1, class M
and    2026-02-02 06:00  child-returned episode 1
and    2026-03-02 10:00  placement-started placement 2, type K2, area in, area-confidence high
and    2026-03-04 10:00  placement-plan-agreed placement 2, signed yes
when   it is 2026-03-05 12:00
then   1 duties placement-plan-keeps-safe
and    duty placement-plan-keeps-safe is running, due end of 2026-03-09, entry 5
given  2026-03-06 10:00  placement-plan-agreed placement 2, signed yes, keeps-safe yes
when   it is 2026-03-06 12:00
then   duty placement-plan-keeps-safe is met
