# The child said it in the interview on a Friday; nothing was decided by the end of Monday.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-02-01 20:00  missing-reported episode 1, class M
and    2026-02-04 06:00  child-returned episode 1
and    2026-02-06 10:00  return-interview-held episode 1, independent yes, disclosed yes
when   it is 2026-02-10 00:01
then   alarm child-said is raised, from end of 2026-02-09
and    duty harm-disclosed-strategy is overdue, due end of 2026-02-09
given  2026-02-10 09:00  enquiry-started
when   it is 2026-02-10 12:00
then   alarm child-said is cleared
