# Six working days outside the carer's terms; the terms were changed on the sixth.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-03-02 22:00  placement-started placement 1, type U6, area in, area-confidence high, outside-approval yes
when   it is 2026-03-10 12:00
then   duty foster-emergency-limit is warned, due end of 2026-03-10
given  2026-03-10 16:00  carer-approved placement 1
when   it is 2026-03-11 12:00
then   duty foster-emergency-limit is met
