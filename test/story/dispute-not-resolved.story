# Twenty working days of the local process, then Cafcass is to be considered.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-02-02 09:00  dispute-raised what no plan for permanence
when   it is 2026-03-02 12:00
then   duty cafcass-considered is warned, due end of 2026-03-02
given  2026-03-02 15:00  cafcass-considered referred yes, reasons not put right
when   it is 2026-03-03 12:00
then   duty cafcass-considered is met
