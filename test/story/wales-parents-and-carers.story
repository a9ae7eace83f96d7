# Wales: placed with a parent before the assessment; with a connected person for a time; with a
# foster carer outside the terms of approval.
nation wales
given  2026-01-05 09:00  care-started legal-status C1
and    2026-01-05 10:00  placement-started placement 1, type P1, area in, area-confidence high, before-assessment yes
when   it is 2026-01-06 09:00
then   duty parent-placement-assessed is running, due end of 2026-01-19
and    duty statutory-visit is running, due end of 2026-01-12
given  2026-01-15 10:00  parent-placement-assessed placement 1
when   it is 2026-01-16 09:00
then   duty parent-placement-assessed is met
and    duty parent-placement-decided is running, due end of 2026-01-29
given  2026-01-20 10:00  parent-placement-decided placement 1
when   it is 2026-01-20 12:00
then   duty parent-placement-decided is met
and    duty parent-placement-ended is running
given  2026-01-21 09:00  placement-ended placement 1
and    2026-01-21 10:00  placement-started placement 2, type U3, area in, area-confidence high, temporary-approval yes
when   it is 2026-01-22 09:00
then   duty parent-placement-ended is met
and    duty temporary-carer-approved is running, due end of 2026-05-13
given  2026-05-11 10:00  carer-approved placement 2, extended yes
when   it is 2026-05-12 09:00
then   duty temporary-carer-approved is met
and    duty temporary-carer-extension-ended is running, due end of 2026-07-08
given  2026-06-01 10:00  placement-ended placement 2
and    2026-06-01 11:00  placement-started placement 3, type U6, area in, area-confidence high, outside-approval yes, emergency yes, disrupts-key-stage-4 yes
when   it is 2026-06-02 09:00
then   duty temporary-carer-extension-ended is met
and    duty foster-emergency-limit is running, due end of 2026-06-09
and    duty key-stage-4-education-arranged is running, due end of 2026-06-08
