# The authority's own foster carer, or a connected person, needs no approval of this kind.
given  2026-02-01 09:00  care-started legal-status C2
and    2026-02-10 10:00  placement-started placement 1, type U6, provider PR1, area adjoining, area-confidence high
and    2026-03-10 10:00  placement-started placement 2, type U3, provider PR2, area distant, area-confidence high
when   it is 2026-03-17 12:00
then   no duty out-of-area-approval
and    no duty distant-approval
and    no alarm out-no-approval
and    no alarm distant-no-approval
and    2 duties placement-notified-area
