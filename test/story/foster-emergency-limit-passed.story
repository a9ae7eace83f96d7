# Nobody changed the terms and the child is still there.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-03-02 22:00  placement-started placement 1, type U6, area in, area-confidence high, outside-approval yes
when   it is 2026-03-11 00:01
then   duty foster-emergency-limit is overdue
and    duty foster-emergency-limit goes to independent-reviewing-officer at 2026-03-13
