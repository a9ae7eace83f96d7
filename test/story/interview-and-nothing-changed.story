# Five working days after the interview no plan was changed; a change on the last of them clears it.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 06:00  child-returned episode 1
and    2026-05-05 10:00  return-interview-held episode 1, independent yes
when   it is 2026-05-13 00:01
then   alarm interview-no-change is raised, from end of 2026-05-12
given  2026-05-12 16:00  safety-plan-changed episode 1
when   it is 2026-05-13 00:01
then   alarm interview-no-change is cleared
