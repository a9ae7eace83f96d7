# The area authority was asked, and no care plan was sent: that is not the consultation the law asks for.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-06 10:00  placement-consulted placement 1
and    2026-01-07 10:00  placement-approved placement 1, rank director, conditions wishes most-suitable
and    2026-01-08 10:00  placement-started placement 1, type K2, provider PR4, area distant, area-confidence high, urn yes
when   it is 2026-01-08 12:00
then   duty distant-consultation is overdue, due 2026-01-08 10:00
and    alarm distant-no-consult is raised
