# Over before anyone could have written: neither the emergency notice nor the home's rings.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area adjoining, area-confidence high, emergency yes, urn yes
and    2026-01-06 10:00  placement-ended placement 1, change CARPL
when   it is 2026-02-01 12:00
then   alarm out-no-notice-emergency is cleared
and    duty placement-notified-area is ended
