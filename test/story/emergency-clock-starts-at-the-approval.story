# Five working days from the approval, not from the start; without an approval no date is guessed.
given  2026-04-01 09:00  care-started legal-status C2
and    2026-04-02 08:00  placement-approved placement 1, rank director, conditions wishes most-suitable
and    2026-04-03 10:00  placement-started placement 1, type K2, area distant, area-confidence high, emergency yes
and    2026-04-07 10:00  placement-notified placement 1, to relatives
when   it is 2026-04-08 12:00
then   duty emergency-approval-relatives is met
and    duty emergency-approval-area is running, due end of 2026-04-13
and    duty emergency-approval-area explained: "Friday 3 April 2026 is a bank holiday"
and    duty placement-notified-area is running, due end of 2026-04-13
and    duty distant-approval is met
and    no duty distant-consultation
and    no alarm distant-no-approval
