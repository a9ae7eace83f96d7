# Wales: plans copied and changed, visits and reviews asked for, health: each with its own clock.
nation wales
given  2026-03-02 09:00  child-registered born 2012-01-01, uasc yes
and    2026-03-02 09:00  care-started legal-status V2
and    2026-03-02 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-04 10:00  care-plan-made signed yes
and    2026-03-05 10:00  trafficking-suspected
and    2026-03-10 10:00  change-proposed
and    2026-03-11 10:00  arrangements-failed
and    2026-03-11 11:00  review-asked
and    2026-03-12 10:00  visit-made placement 1, safe no
and    2026-03-12 11:00  visit-asked
and    2026-03-12 11:30  regulator-notice-received notice 1
and    2026-03-12 12:00  concern-raised indicators gifts
when   it is 2026-03-12 18:00
then   duty care-plan-made is met
and    duty care-plan-copied-child is overdue, due end of 2026-03-11
and    duty care-plan-copied-reviewing-officer is overdue, due end of 2026-03-11
and    duty care-plan-copied-carer is overdue, due end of 2026-03-11
and    duty care-plan-says-trafficked is running, due end of 2026-03-12
and    duty care-plan-says-unaccompanied is running, due end of 2026-03-16
and    duty change-reviewed-first is running, due end of 2026-03-24
and    duty reviewing-officer-told-of-failure is running, due end of 2026-03-12
and    duty review-asked-by-child is running, due end of 2026-03-25
and    duty review-after-unsafe-visit is running, due end of 2026-03-16
and    duty visit-asked-for is running, due end of 2026-03-19
and    duty visit-after-regulator-notice is running, due end of 2026-03-19
and    duty review-early is running, due end of 2026-03-26
and    duty review-first is running, due end of 2026-03-30
and    duty health-assessment-initial is running, due end of 2026-03-30
and    duty child-information-form is overdue, due end of 2026-03-09
given  2026-03-20 10:00  health-assessed check initial
and    2026-03-27 10:00  review-held
when   it is 2026-03-28 12:00
then   duty review-first is met
and    duty review-later is running, due end of 2026-06-27
and    duty review-asked-by-child is met-late
and    duty health-assessment-initial is met
and    duty health-assessment-review is running, due end of 2027-03-20
