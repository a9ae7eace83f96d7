# Sixteen weeks; extended once in week 15: twenty-four weeks from the start, not from the extension.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-01-05 10:00  placement-started placement 1, type U3, area in, area-confidence high, temporary-approval yes
when   it is 2026-04-20 12:00
then   duty temporary-carer-approved is warned, due end of 2026-04-27
given  2026-04-20 13:00  carer-approved placement 1, extended yes
when   it is 2026-04-21 12:00
then   duty temporary-carer-approved is met
and    duty temporary-carer-extension-ended is running, due end of 2026-06-22
given  2026-06-20 10:00  carer-approved placement 1
when   it is 2026-06-23 12:00
then   duty temporary-carer-extension-ended is met
