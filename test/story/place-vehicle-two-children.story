# Two children linked with one vehicle, whether found in it or not.
over   place
given  2026-01-10 09:00  vehicle-recorded mark ZZ00 ZZZ
and    2026-03-01 02:00  association-recorded child 7, with 5
and    2026-03-01 03:00  association-recorded child 7, with 5
and    2026-05-01 02:00  association-recorded child 8, with 5
when   it is 2026-04-02 10:00
then   no alarm same-person-two-children
when   it is 2026-05-01 10:00
then   alarm same-person-two-children is raised, from 2026-05-01 02:00, child 8
