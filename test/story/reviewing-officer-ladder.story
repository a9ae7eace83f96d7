# Who hears next, and when: two days before, at the deadline, five working days after.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-02-02 09:00  change-proposed what to live with an aunt
when   it is 2026-02-17 00:01
then   duty change-reviewed-first is overdue, due end of 2026-02-16
and    duty change-reviewed-first goes to team-manager at 2026-02-17
and    duty change-reviewed-first goes to head-of-service at 2026-02-24
