# Found at 02:00: police at once, the authority and parents in a day, the reviewing officer the next working day.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area in, area-confidence high, urn yes
and    2026-03-06 20:00  missing-reported episode 1, class M
and    2026-03-06 20:10  police-told episode 1
and    2026-03-07 02:00  child-found episode 1, by carer
and    2026-03-07 02:30  child-returned episode 1
and    2026-03-07 02:40  found-told episode 1, to police
when   it is 2026-03-08 02:01
then   duty found-police-told is met, due 2026-03-07 03:00
and    1 duties found-police-told
and    duty found-authority-told is overdue, due 2026-03-08 02:00
and    duty found-parents-told is overdue
and    duty found-reviewing-officer-told is running, due end of 2026-03-09
given  2026-03-08 01:00  return-interview-offered episode 1
and    2026-03-08 01:30  found-told episode 1, to parent independent-reviewing-officer
when   it is 2026-03-08 02:01
then   duty found-authority-told is met
and    duty found-parents-told is met
and    duty found-reviewing-officer-told is met
