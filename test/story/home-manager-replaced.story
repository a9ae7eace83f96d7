# Another manager came: the first owes it no longer, the second has three years of their own.
over   home
given  2023-01-10 09:00  home-registered name Elm House, type childrens-home
and    2023-03-01 09:00  involvement-started role registered-manager, person 41
and    2025-09-01 09:00  involvement-ended role registered-manager, person 41
and    2025-09-01 09:00  involvement-started role registered-manager, person 42
and    2026-01-01 09:00  worker-qualified person 42, qualification level-5
when   it is 2025-10-01 09:00
then   duty home-manager-qualified is ended, entry 2
and    duty home-manager-qualified is running, entry 4, due end of 2028-09-01
when   it is 2026-01-02 09:00
then   duty home-manager-qualified is met, entry 4
