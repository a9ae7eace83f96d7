# Ten placements spoken of before any began: what was said of the first is not forgotten.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-notified placement 1, to gp, written yes
and    2026-01-05 11:00  placement-notified placement 2, to gp, written yes
and    2026-01-06 10:00  placement-started placement 2, type U6, area in, area-confidence high
and    2026-01-06 11:00  placement-notified placement 3, to gp, written yes
and    2026-01-07 10:00  placement-started placement 3, type U6, area in, area-confidence high
and    2026-01-07 11:00  placement-notified placement 4, to gp, written yes
and    2026-01-08 10:00  placement-started placement 4, type U6, area in, area-confidence high
and    2026-01-08 11:00  placement-notified placement 5, to gp, written yes
and    2026-01-09 10:00  placement-started placement 5, type U6, area in, area-confidence high
and    2026-01-09 11:00  placement-notified placement 6, to gp, written yes
and    2026-01-10 10:00  placement-started placement 6, type U6, area in, area-confidence high
and    2026-01-10 11:00  placement-notified placement 7, to gp, written yes
and    2026-01-11 10:00  placement-started placement 7, type U6, area in, area-confidence high
and    2026-01-11 11:00  placement-notified placement 8, to gp, written yes
and    2026-01-12 10:00  placement-started placement 8, type U6, area in, area-confidence high
and    2026-01-12 11:00  placement-notified placement 9, to gp, written yes
and    2026-01-13 10:00  placement-started placement 9, type U6, area in, area-confidence high
and    2026-01-13 11:00  placement-notified placement 10, to gp, written yes
and    2026-01-14 10:00  placement-started placement 10, type U6, area in, area-confidence high
and    2026-01-15 10:00  placement-started placement 1, type U6, area in, area-confidence high
when   it is 2026-01-16 10:00
then   duty placement-notified-gp is met, entry 21
and    10 duties placement-notified-gp
