# A planned move in the year of examinations, approved a day too late.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-02 10:00  placement-started placement 2, type U6, area in, area-confidence high, disrupts-key-stage-4 yes
and    2026-03-03 10:00  placement-approved placement 2, rank nominated-officer, conditions wishes most-suitable education
when   it is 2026-03-02 12:00
then   duty key-stage-4-approval is overdue, due 2026-03-02 10:00
when   it is 2026-03-04 12:00
then   duty key-stage-4-approval is met-late
and    no duty key-stage-4-education-arranged
