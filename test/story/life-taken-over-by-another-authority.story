# Another authority takes over the care of a child of 12: visits and reviews end here, the missing episode is not dropped.
given  2026-01-04 09:00  child-registered born 2014-01-01
and    2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-01 20:00  missing-reported episode 1, class M
and    2026-03-02 09:00  care-ended reason E3, approved-by nominated-officer
when   it is 2026-03-03 12:00
then   duty statutory-visit is ended
and    duty review-first is ended
and    alarm left-care-missing is raised
and    alarm over-24h is raised
and    no alarm ceased-no-approval
