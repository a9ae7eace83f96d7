# Within a month of the start, then every three months: 31 January and one month is the end of February.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-01-31 10:00  placement-started placement 1, type K1, area in, area-confidence high, urn yes
when   it is 2026-02-25 12:00
then   duty secure-reviewed is warned, due end of 2026-02-28
given  2026-02-26 10:00  secure-review-held decisions stays
when   it is 2026-03-02 12:00
then   duty secure-reviewed is running, due end of 2026-05-26
