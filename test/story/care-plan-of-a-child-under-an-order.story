# Under a care order the plan is that of section 31A: the ten working days of regulation 4 are not owed.
given  2026-01-05 09:00  care-started legal-status C1
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
when   it is 2026-02-20 12:00
then   no duty care-plan-made
and    no alarm no-care-plan
