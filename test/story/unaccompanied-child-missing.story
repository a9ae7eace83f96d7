given  2026-05-01 08:00  child-registered uasc yes, born 2010-02-01
and    2026-05-01 09:00  care-started legal-status V2
and    2026-05-01 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-03 20:00  missing-reported episode 1, class M
when   it is 2026-05-04 09:00
then   duty missing-unaccompanied-home-office-told is overdue, due 2026-05-03 21:00
and    duty missing-unaccompanied-strategy is running, due end of 2026-05-05
and    alarm uasc-72h is raised
and    alarm early-missing is raised
and    no alarm early-missing-28
and    no duty missing-parents-told
