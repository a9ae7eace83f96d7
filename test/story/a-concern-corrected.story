# The concern was written into the wrong child's file: all that it began is gone.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-02-02 10:00  concern-raised indicators new phone
and    2026-02-03 10:00  entry-withdrawn reason wrong child, corrects 3
when   it is 2026-03-05 12:00
then   no duty exploitation-screened
and    no duty review-early
and    no alarm silence
