given  2026-02-01 09:00  care-started legal-status C2
and    2026-02-09 09:00  placement-approved placement 1, rank nominated-officer
and    2026-02-10 10:00  placement-started placement 1, type K2, area distant, area-confidence high
when   it is 2026-02-17 12:00
then   alarm distant-no-approval is raised
and    alarm distant-no-consult is raised
and    alarm out-no-notice is raised
and    alarm home-no-admission-notice is raised, from end of 2026-02-12
and    no alarm out-no-approval
and    alarm no-placement-plan is waiting, from end of 2026-02-17
when   it is 2026-02-18 12:00
then   alarm no-placement-plan is raised
and    alarm no-placement-plan goes to head-of-service at 2026-02-24
