# Twelve hours to tell the authority that looks after the child.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-03-02 20:00  placement-started placement 1, type K1, provider PR2, area distant, area-confidence high, urn yes
when   it is 2026-03-03 07:59
then   duty secure-placing-authority-told is running, due 2026-03-03 08:00
given  2026-03-03 08:00  placement-notified placement 1, to placing-authority
when   it is 2026-03-03 09:00
then   duty secure-placing-authority-told is met
