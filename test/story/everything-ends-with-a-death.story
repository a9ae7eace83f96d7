# A child dies: nobody is to visit, review, tell or interview any more; the death is notified.
given  2026-01-05 08:00  child-registered born 2010-01-01
and    2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area in, area-confidence high, urn yes
and    2026-02-01 20:00  missing-reported episode 1, class M
and    2026-02-02 06:00  child-returned episode 1, disclosed yes
and    2026-02-02 07:00  concern-raised indicators new phone
and    2026-02-02 08:00  visit-asked by the child
and    2026-02-02 09:00  advocate-asked by the child
and    2026-02-02 10:00  child-died
when   it is 2026-06-01 12:00
then   duty return-interview-held is ended
and    duty visit-asked-for is ended
and    duty advocate-arranged is ended
and    duty exploitation-screened is ended
and    duty harm-disclosed-strategy is ended
and    duty review-early is ended
and    duty found-parents-told is ended
and    duty placement-plan-safety is ended
and    alarm silence is cleared
and    alarm child-said is cleared
and    duty death-in-care-notified is overdue
