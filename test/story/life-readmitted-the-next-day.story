# Home on Monday, looked after again on Tuesday: a new period of care begins everything anew, the old is over.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-20 10:00  review-held
and    2026-01-20 11:00  health-assessed check initial
and    2026-03-02 10:00  placement-ended placement 1, reason E4A
and    2026-03-02 10:00  care-ended reason E4A, approved-by nominated-officer
and    2026-03-03 10:00  care-started legal-status V2
and    2026-03-03 11:00  placement-started placement 2, type U6, area in, area-confidence high
when   it is 2026-03-04 10:00
then   duty review-first is running, due end of 2026-03-31, entry 7
and    duty review-later is ended, entry 3
and    1 duties review-later
and    duty care-plan-made is running, due end of 2026-03-17, entry 8
and    duty statutory-visit is running, due end of 2026-03-10, entry 8
and    duty health-assessment-initial is met, entry 7
and    no duty placement-notified-previous-carer
and    no alarm ended-without-placement
