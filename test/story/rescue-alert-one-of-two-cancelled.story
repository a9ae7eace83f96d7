# Two alerts, one cancelled: the other is still out. A draft that was never released is none.
given  2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 08:00  rescue-alert-released alert 1
and    2026-05-02 09:00  rescue-alert-released alert 2
and    2026-05-02 09:30  rescue-alert-drafted alert 3
and    2026-05-02 12:00  child-returned episode 1
and    2026-05-02 12:30  rescue-alert-cancelled alert 1
when   it is 2026-05-02 13:00
then   alarm rescue-alert-still-out is raised, entry 5
given  2026-05-02 13:30  rescue-alert-cancelled alert 2
when   it is 2026-05-02 14:00
then   alarm rescue-alert-still-out is cleared, entry 5
