# Hard case: the law changed between two placements. Each is judged by the law of its own day.
nation wales
given  2018-03-26 09:00  care-started legal-status V2
and    2018-03-29 21:30  placement-started placement 1, type U4, area distant, area-confidence high, emergency yes
and    2018-04-03 18:00  placement-ended placement 1
and    2018-04-03 19:00  placement-started placement 2, type K2, area distant, area-confidence high, emergency yes
and    2018-04-05 09:20  placement-notified placement 2, to area-authority, written yes
when   it is 2018-04-05 12:00
then   duty host-authority-told reads explain-law-change.txt
