# Immediate risk of significant harm: no review before it is asked; a review long ago would not count.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-02 10:00  placement-ended placement 1, change ALLEG, immediate-risk yes
and    2026-03-02 10:00  placement-started placement 2, type U6, area in, area-confidence high
and    2026-06-15 10:00  placement-ended placement 2, change CREQB
and    2026-03-05 10:00  review-held ending yes
when   it is 2026-06-16 12:00
then   1 duties placement-end-reviewed
and    duty placement-end-reviewed is overdue, entry 5
