# A child dies while missing; the end of care is entered later, by the department, with its own reason.
given  2026-01-04 09:00  child-registered born 2010-01-01
and    2026-01-05 09:00  care-started legal-status V2
and    2026-01-05 10:00  placement-started placement 1, type K2, area in, area-confidence high, urn yes
and    2026-03-01 20:00  missing-reported episode 1, class M
and    2026-03-01 23:00  risk-graded episode 1, grade high, reasons cold night
and    2026-03-02 05:00  child-died
and    2026-03-02 09:00  care-ended reason E2
and    2026-03-02 09:00  placement-ended placement 1, reason E2
when   it is 2026-04-02 12:00
then   duty missing-publicity-decided is ended
and    duty missing-risk-reviewed is ended
and    duty missing-authority-told is ended
and    no alarm ceased-16-17-no-director
and    no alarm ceased-no-approval
and    no alarm left-care-missing
and    no alarm missing-then-ended
and    no alarm ended-without-placement
and    no duty placement-end-notified-child
and    no duty placement-end-reviewed
and    duty death-in-care-notified is overdue
