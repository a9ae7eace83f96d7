# Nobody was told while the child was missing; on the return all were: late, and not owed for ever.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U4, provider PR4, area adjoining, area-confidence high
and    2026-03-01 20:00  missing-reported episode 1, class M
and    2026-03-04 20:00  child-returned episode 1
and    2026-03-04 20:30  found-told episode 1, to police placing-authority parent independent-reviewing-officer host-authority
when   it is 2026-03-20 12:00
then   duty missing-authority-told is met-late
and    duty missing-reviewing-officer-told is met-late
and    duty missing-host-told is met-late
and    duty foster-missing-area-told is met-late
