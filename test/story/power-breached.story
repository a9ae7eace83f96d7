# Police are told within a day that an order was breached.
given  2026-02-02 09:00  power-breached power warning notice
when   it is 2026-02-03 09:01
then   duty power-breach-told is overdue, due 2026-02-03 09:00
given  2026-02-02 12:00  power-breach-told power warning notice
when   it is 2026-02-03 09:01
then   duty power-breach-told is met
