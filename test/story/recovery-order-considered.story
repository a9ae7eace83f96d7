# Taken or kept, and under a care order: considered the same day. Accommodated by agreement: not available.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-03-02 20:00  missing-reported episode 1, class M, taken-or-kept yes
when   it is 2026-03-03 20:01
then   duty missing-recovery-considered is overdue, due 2026-03-03 20:00
given  2026-03-03 12:00  recovery-considered episode 1, what legal advice taken
when   it is 2026-03-03 20:01
then   duty missing-recovery-considered is met
