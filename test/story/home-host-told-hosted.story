# Another authority's child in a home here: the home owes us the notice.
given  2026-05-01 09:00  child-registered born 2011-03-03, hosted yes
and    2026-05-01 10:00  placement-started placement 1, type K2, area in, area-confidence high
when   it is 2026-05-02 10:01
then   duty home-host-told-of-admission is overdue, due 2026-05-02 10:00
