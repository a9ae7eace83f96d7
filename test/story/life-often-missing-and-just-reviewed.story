# A review has just considered the absences: the fourth episode asks for no other for four weeks; after that it does.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, provider PR4, area in, area-confidence high, urn yes
and    2026-03-01 20:00  missing-reported episode 1, class M
and    2026-03-02 06:00  child-returned episode 1
and    2026-03-10 20:00  missing-reported episode 2, class M
and    2026-03-11 06:00  child-returned episode 2
and    2026-03-20 20:00  missing-reported episode 3, class M
and    2026-03-21 06:00  child-returned episode 3
and    2026-03-26 10:00  review-held
and    2026-04-01 20:00  missing-reported episode 4, class M
and    2026-04-02 06:00  child-returned episode 4
and    2026-04-24 20:00  missing-reported episode 5, class M
when   it is 2026-04-10 12:00
then   duty review-early is met, entry 7
when   it is 2026-04-25 12:00
then   duty review-early is running, entry 12
and    2 duties review-early
