# The manager has three years to the Level 5 Diploma; Level 3 is not that.
over   home
given  2023-01-10 09:00  home-registered name Elm House, type childrens-home
and    2023-03-01 09:00  involvement-started role registered-manager, person 41
and    2025-03-01 09:00  worker-qualified person 41, qualification level-3
when   it is 2026-03-01 09:00
then   duty home-manager-qualified is warned, due end of 2026-03-01
when   it is 2026-03-02 09:00
then   duty home-manager-qualified is overdue
and    duty home-manager-qualified goes to inspector at 2026-03-02 00:00
