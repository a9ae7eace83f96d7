# Approved before, with education in it: met. An approval that says nothing of it does not count.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-02-25 10:00  placement-approved placement 2, rank nominated-officer, conditions wishes most-suitable education
and    2026-03-02 10:00  placement-started placement 2, type U6, area in, area-confidence high, disrupts-key-stage-4 yes
when   it is 2026-03-04 12:00
then   duty key-stage-4-approval is met
