# Home at noon and looked after again at night: the old period ends, the new one has its own clock.
given  2026-01-04 09:00  child-registered born 2013-01-01
and    2026-01-05 09:00  care-started legal-status V2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-20 10:00  review-held
and    2026-02-02 12:00  care-ended reason E4B, approved-by nominated-officer
and    2026-02-02 22:00  care-started legal-status V2
and    2026-02-02 22:30  placement-started placement 2, type U6, emergency yes, area in, area-confidence high
when   it is 2026-02-03 12:00
then   duty review-first is running, due end of 2026-03-02, entry 6
and    duty review-later is ended
and    duty statutory-visit is running, due end of 2026-02-09, entry 7
and    duty placement-notified-gp is ended, entry 3
and    duty placement-notified-gp is running, due end of 2026-02-09, entry 7
