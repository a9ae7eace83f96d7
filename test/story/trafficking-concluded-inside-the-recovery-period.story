# Positive on 1 May; conclusive on the thirtieth day rings, a day later it would not.
given  2026-05-01 09:00  nrm-decided positive yes
and    2026-05-31 09:00  nrm-decided conclusive yes
when   it is 2026-06-01 12:00
then   alarm trafficking-concluded-early is raised
