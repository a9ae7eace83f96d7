# A link to premises is not yet a find there.
over   place
given  2026-01-10 09:00  place-recorded name A cafe
and    2026-03-01 02:00  association-recorded child 7, with 5
and    2026-05-01 02:00  association-recorded child 8, with 5
when   it is 2026-05-01 10:00
then   no alarm same-person-two-children
and    no alarm same-place-found
