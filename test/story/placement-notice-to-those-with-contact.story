# A move: the grandmother who has contact, and the previous carer, are told within five working days of an emergency.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-04-01 22:00  placement-started placement 2, type U6, area in, area-confidence high, emergency yes, contact-persons yes
and    2026-04-10 10:00  placement-notified placement 2, to contact, written yes
when   it is 2026-04-10 12:00
then   duty placement-notified-contact is met, due end of 2026-04-10
and    duty placement-notified-previous-carer is running, due end of 2026-04-10
when   it is 2026-04-11 00:01
then   duty placement-notified-previous-carer is overdue
