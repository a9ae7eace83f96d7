# Section 50 covers a child in care, under an emergency order or in police protection only.
given  2026-01-05 09:00  care-started legal-status V2
and    2026-03-02 20:00  missing-reported episode 1, class M, taken-or-kept yes
when   it is 2026-03-03 20:01
then   no duty missing-recovery-considered
