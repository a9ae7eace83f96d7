# Thirty-one days later: in order.
given  2026-05-01 09:00  nrm-decided positive yes
and    2026-06-01 09:00  nrm-decided conclusive yes
when   it is 2026-06-02 12:00
then   no alarm trafficking-concluded-early
