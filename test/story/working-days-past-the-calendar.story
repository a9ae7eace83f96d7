# Past the years whose holidays are loaded no date is guessed.
given  2028-12-20 09:00  care-started legal-status V2
when   it is 2028-12-21 09:00
then   duty review-first is unknown, due unknown
and    duty review-first explained: "bank holidays of that time are not loaded"
