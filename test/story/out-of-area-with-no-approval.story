# In an adjoining area with nobody's approval; approved a day later it was still late.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, provider PR4, area adjoining, area-confidence high, urn yes
and    2026-01-06 10:00  placement-approved placement 1, rank nominated-officer, conditions wishes most-suitable
when   it is 2026-01-05 12:00
then   alarm out-no-approval is raised
and    duty out-of-area-approval is overdue
when   it is 2026-01-06 12:00
then   alarm out-no-approval is raised
and    duty out-of-area-approval is met-late
