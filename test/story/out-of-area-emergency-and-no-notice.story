# Five working days after an emergency placement nobody has written to the area authority.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-04-01 22:00  placement-started placement 1, type K2, area adjoining, area-confidence high, emergency yes, urn yes
when   it is 2026-04-10 12:00
then   alarm out-no-notice-emergency is waiting, from end of 2026-04-10
when   it is 2026-04-11 00:01
then   alarm out-no-notice-emergency is raised
