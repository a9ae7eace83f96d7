# The news crossed: an alert released when the child was already back; one cancelled before is none.
given  2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 08:00  child-returned episode 1
and    2026-05-02 08:20  rescue-alert-released alert 1
when   it is 2026-05-02 09:00
then   alarm rescue-alert-still-out is raised, from 2026-05-02 08:20, entry 3
