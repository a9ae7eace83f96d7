# The interview's clock runs on elapsed hours, so summer time must not stretch or shrink it.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6
and    2026-03-27 20:00  missing-reported episode 1, class M
and    2026-03-28 10:00  child-returned episode 1
when   it is 2026-03-31 11:00
then   duty return-interview-held is warned, due 2026-03-31 11:00
and    duty return-interview-held goes to team-manager at 2026-03-30 11:00
and    duty return-interview-held goes to head-of-service at 2026-03-31 11:00
and    duty return-interview-held explained: "The clocks change in between"
when   it is 2026-03-31 11:01
then   duty return-interview-held is overdue, due 2026-03-31 11:00
and    duty return-interview-held explained: "it is overdue by 1 minute"
