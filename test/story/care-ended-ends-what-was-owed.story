given  2026-01-05 09:00  care-started legal-status V2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-12 10:00  care-ended reason E4A, approved-by nominated-officer
when   it is 2026-01-13 09:00
then   duty review-first is ended
and    duty statutory-visit is ended
and    duty health-assessment-initial is ended
and    no alarm ceased-no-approval
