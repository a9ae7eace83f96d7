# Put right in time: nothing is to be considered.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-02-02 09:00  dispute-raised what no plan for permanence
and    2026-02-10 09:00  dispute-resolved how plan agreed
when   it is 2026-04-01 12:00
then   duty cafcass-considered is ended
