# A local file may shorten a deadline and add duties of its own; both show.
local rules
    tighten statutory-visit
        due        4 weeks after previous
        escalate   head-of-service 10 days after due
    parameter without-delay = 4 hours set by "head of service, 2 January 2026"
    duty told-the-night-team
        title      Night team told
        force      local
        cite       "Local protocol"
        starts     missing-reported
        due        at-once after happened
        met-by     missing-told for this episode
        owner      emergency-duty
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-06 10:00  visit-made placement 1, seen yes
and    2026-01-10 22:00  missing-reported episode 1, class M
when   it is 2026-01-11 03:00
then   duty statutory-visit is running, due end of 2026-02-03
and    duty statutory-visit explained: "tighter deadline makes it the end of Tuesday 3 February 2026"
and    duty missing-authority-told is overdue, due 2026-01-11 02:00
and    duty told-the-night-team is overdue
