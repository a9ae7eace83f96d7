# Police released an alert; the child is found: it must be cancelled, and nothing else ends it.
nation wales
given  2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 08:00  rescue-alert-drafted alert 1
and    2026-05-02 09:00  rescue-alert-released alert 1
when   it is 2026-05-02 10:00
then   no alarm rescue-alert-still-out
given  2026-05-02 12:00  child-found episode 1
when   it is 2026-05-02 12:10
then   alarm rescue-alert-still-out is raised, from 2026-05-02 12:00, entry 4
and    alarm rescue-alert-still-out goes to head-of-service at 2026-05-02 13:00
given  2026-05-02 14:00  child-returned episode 1
when   it is 2026-05-02 14:10
then   alarm rescue-alert-still-out is raised, entry 4
given  2026-05-02 15:00  rescue-alert-cancelled alert 1
when   it is 2026-05-02 15:10
then   alarm rescue-alert-still-out is cleared, entry 4
