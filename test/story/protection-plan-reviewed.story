# Three months after the first conference, then six; a conference that ends the plan ends it.
given  2026-01-30 10:00  conference-held plan yes
when   it is 2026-04-20 12:00
then   duty protection-plan-reviewed is warned, due end of 2026-04-30
given  2026-04-28 10:00  conference-held plan yes
when   it is 2026-05-01 12:00
then   duty protection-plan-reviewed is met
and    duty protection-plan-reviewed is running, due end of 2026-10-28
and    1 duties core-group-met
given  2026-09-28 10:00  conference-held outcome plan no longer needed
when   it is 2026-11-01 12:00
then   2 duties protection-plan-reviewed
and    duty protection-plan-reviewed is met, due end of 2026-10-28
