# A year's return is imported long after: the duties of that time are judged by their time, not by the day of the import.
given  2025-01-06 09:00  care-started legal-status C2, recorded 2026-06-01 09:00
and    2025-01-06 10:00  placement-started placement 1, type U6, area in, area-confidence high, recorded 2026-06-01 09:00
and    2025-03-01 20:00  missing-reported episode 1, class M, recorded 2026-06-01 09:00
and    2025-03-02 06:00  child-returned episode 1, recorded 2026-06-01 09:00
and    2025-03-04 06:00  return-interview-held episode 1, recorded 2026-06-01 09:00
and    2025-03-09 12:00  care-ended reason E4A, approved-by nominated-officer, recorded 2026-06-01 09:00
when   it is 2026-06-02 09:00
then   duty return-interview-held is met
and    duty missing-authority-told is met-late
and    duty missing-reviewing-officer-told is ended
and    duty statutory-visit is ended
and    alarm over-24h is cleared
and    no alarm recorded-late
