# Home and police both tell of one return: one duty, from the first.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-01 20:20  missing-reported episode 1, class M
and    2026-05-02 06:00  child-returned episode 1
and    2026-05-02 06:10  child-returned episode 1
and    2026-05-02 12:00  return-interview-held episode 1
and    2026-05-02 13:00  child-returned episode 1
when   it is 2026-05-20 07:00
then   1 duties return-interview-held
and    1 duties missing-authority-told
and    1 duties missing-reviewing-officer-told
