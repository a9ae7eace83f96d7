# Two children linked with one person of concern. Premises where two children go are told of by where they are found.
over   place
given  2026-01-10 09:00  person-of-concern-recorded name A person
and    2026-03-01 02:00  association-recorded child 7, with 5
and    2026-05-01 02:00  association-recorded child 8, with 5
when   it is 2026-05-01 10:00
then   alarm same-person-two-children is raised, child 8
and    alarm same-person-two-children goes to head-of-service at 2026-05-06 00:00
