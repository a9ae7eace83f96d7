# The manager goes: the regulator is told. What was said when it was proposed counts.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-02-01 09:00  involvement-started role registered-manager, person 41
and    2026-04-20 09:00  regulator-told matter change
and    2026-05-01 09:00  involvement-ended role registered-manager, person 41
and    2026-10-01 09:00  involvement-ended role responsible-individual, person 42
when   it is 2026-05-02 10:00
then   duty home-change-told is met, entry 4
when   it is 2026-10-09 10:00
then   duty home-change-told is overdue, entry 5, due end of 2026-10-08
