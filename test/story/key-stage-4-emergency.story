# In an emergency education is arranged as soon as practicable; approval is not asked first.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-03-02 22:00  placement-started placement 2, type U6, area in, area-confidence high, disrupts-key-stage-4 yes, emergency yes
when   it is 2026-03-09 12:00
then   no duty key-stage-4-approval
and    duty key-stage-4-education-arranged is warned, due end of 2026-03-09
given  2026-03-09 12:30  school-changed school Elm Park
when   it is 2026-03-10 12:00
then   duty key-stage-4-education-arranged is met
