# Linked with someone who is under an order; a link with anyone else does not ring.
given  2026-03-02 20:00  association-recorded with 7, how phone
when   it is 2026-03-03 07:00
then   no alarm associate-under-order
given  2026-03-03 20:00  association-recorded with 8, how car, under-order yes
when   it is 2026-03-04 07:00
then   alarm associate-under-order is raised, entry 2
