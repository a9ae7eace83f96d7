# What was owed about one placement ends, unmet, with that placement; another placement's stays.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-03-02 10:00  placement-started placement 1, type U6, provider PR4, area adjoining, area-confidence high, emergency yes
and    2026-03-03 10:00  placement-approved placement 1, rank nominated-officer
and    2026-03-04 10:00  placement-started placement 2, type U6, provider PR4, area adjoining, area-confidence high
and    2026-03-20 10:00  placement-ended placement 1
when   it is 2026-06-01 12:00
then   duty emergency-approval-relatives is ended, entry 2
and    duty emergency-approval-area is ended, entry 2
and    duty emergency-approval-reviewing-officer is ended, entry 2
and    duty placement-plan-agreed is ended, entry 2
and    duty out-of-area-approval is overdue, entry 4
