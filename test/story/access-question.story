# The child asks who looked: an answer within five working days; what is answered is over.
given  2026-03-02 09:00  care-started legal-status C2
and    2026-03-02 15:00  access-asked question 1, text why did the night worker look
when   it is 2026-03-02 15:01
then   duty access-question-answered is running, due end of 2026-03-09
given  2026-03-04 15:00  access-answered question 1, text it was the handover
when   it is 2026-03-04 15:01
then   duty access-question-answered is met
