# More than half of those who care for children past two years with no diploma. Half is not more than half.
over   home
given  2023-01-10 09:00  home-registered name Elm House, type childrens-home
and    2023-02-01 09:00  worker-started person 31
and    2023-02-01 09:00  worker-started person 32
and    2023-02-01 09:00  worker-started person 33
and    2023-02-01 09:00  worker-started person 34
and    2023-02-01 09:00  worker-started person 35, not-caring yes
and    2024-09-01 09:00  worker-qualified person 31
and    2024-09-01 09:00  worker-qualified person 32
and    2025-02-01 10:00  home-visited visit 1
and    2025-02-02 10:00  home-visited visit 2
and    2025-02-10 10:00  worker-left person 31
when   it is 2025-02-09 10:00
then   no alarm unqualified-ratio
when   it is 2025-02-10 10:00
then   alarm unqualified-ratio is raised, from 2025-02-10 10:00, entry 11
