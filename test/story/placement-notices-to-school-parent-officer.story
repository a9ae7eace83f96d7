# A planned placement: three written notices before, the one to the school after it.
given  2026-01-05 08:00  child-registered born 2014-01-01
and    2026-01-05 09:00  care-started legal-status C2
and    2026-01-07 10:00  placement-notified placement 1, to parent independent-reviewing-officer, written yes
and    2026-01-08 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-01-09 10:00  placement-notified placement 1, to school, written yes
when   it is 2026-01-10 12:00
then   duty placement-notified-parent is met
and    duty placement-notified-reviewing-officer is met
and    duty placement-notified-school is met-late
and    no duty placement-notified-contact
and    no duty placement-notified-previous-carer
