# Notified to both within five working days; nothing else is owed of the child any more.
given  2026-01-05 08:00  child-registered born 2010-01-01
and    2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-02 10:00  child-died
when   it is 2026-03-09 12:00
then   duty death-in-care-notified is warned, due end of 2026-03-09
and    no duty death-of-care-leaver-notified
and    duty review-first is ended
given  2026-03-09 15:00  death-notified secretary-of-state yes, regulator yes
when   it is 2026-03-10 12:00
then   duty death-in-care-notified is met
