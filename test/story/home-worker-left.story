# Who left owes nothing; who came qualified owes nothing.
over   home
given  2024-01-10 09:00  home-registered name Elm House, type childrens-home
and    2024-02-01 08:00  worker-qualified person 32, qualification level-3
and    2024-02-01 09:00  worker-started person 31
and    2024-02-01 09:00  worker-started person 32
and    2025-12-01 09:00  worker-left person 31
when   it is 2026-03-01 09:00
then   duty home-worker-qualified is ended, entry 3
and    duty home-worker-qualified is met, entry 4
