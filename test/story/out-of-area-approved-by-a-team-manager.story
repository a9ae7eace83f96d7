# A team manager's approval does not meet regulation 11: the nominated officer's, or the director's, does.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 09:30  placement-approved placement 1, rank team-manager
and    2026-01-05 10:00  placement-started placement 1, type K2, provider PR4, area adjoining, area-confidence high, urn yes
when   it is 2026-01-05 12:00
then   duty out-of-area-approval is overdue
and    alarm out-no-approval is raised
given  2026-01-06 10:00  placement-approved placement 1, rank director
when   it is 2026-01-06 12:00
then   duty out-of-area-approval is met-late
