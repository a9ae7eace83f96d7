# At exactly 24 hours it is not more than 24 hours.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 20:00  child-returned episode 1
when   it is 2026-05-02 12:00
then   no alarm over-24h
and    alarm over-24h is waiting
when   it is 2026-05-10 12:00
then   alarm over-24h is cleared
and    duty missing-24-hours-escalated is ended
