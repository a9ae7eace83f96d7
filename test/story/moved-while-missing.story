given  2026-01-04 09:00  child-registered born 2012-06-01
and    2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area in, area-confidence high
and    2026-03-02 10:00  missing-reported episode 1, class M
and    2026-03-04 10:00  placement-started placement 2, type U6, area in, area-confidence high
and    2026-03-10 10:00  care-ended reason E4B
when   it is 2026-03-12 12:00
then   alarm moved-while-missing is raised, entry 5
and    alarm left-care-missing is raised, entry 6
and    alarm ceased-no-approval is raised
