# Cancelled while the child was missing: when the child is found nothing is out.
given  2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 08:00  rescue-alert-released alert 1
and    2026-05-02 09:00  rescue-alert-cancelled alert 1
and    2026-05-02 12:00  child-found episode 1
when   it is 2026-05-02 13:00
then   no alarm rescue-alert-still-out
