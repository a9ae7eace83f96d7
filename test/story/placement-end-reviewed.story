# Ended as planned and no review had considered it; the second had been considered.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-02 10:00  placement-ended placement 1, change CARPL
and    2026-03-02 10:00  placement-started placement 2, type U6, area in, area-confidence high
when   it is 2026-03-03 12:00
then   duty placement-end-reviewed is overdue, due 2026-03-02 10:00
given  2026-02-20 10:00  review-held ending yes
when   it is 2026-03-03 12:00
then   duty placement-end-reviewed is met
