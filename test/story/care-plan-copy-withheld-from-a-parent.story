# Withheld where it would put the child at risk: waived, with the power and the reason.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-06 10:00  care-plan-made signed yes
and    2026-01-07 10:00  duty-waived rule care-plan-copied-parent, started 2, power reg 6(4), reason would tell where the child lives
when   it is 2026-02-01 12:00
then   duty care-plan-copied-parent is waived
