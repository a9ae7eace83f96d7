# An enquiry that begins and one that ends are each notified. Two incidents are not one.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-05-01 10:00  home-incident incident 1, kind enquiry-started
and    2026-05-01 12:00  notifiable-event incident 1, regulation 40(4)(d), told-to regulator placing-authority, written yes
and    2026-05-20 10:00  home-incident incident 2, kind enquiry-concluded
when   it is 2026-05-22 10:00
then   duty home-notified-enquiry-regulator is met, entry 2
and    duty home-notified-enquiry-relevant is met, entry 2
and    duty home-notified-enquiry-regulator is overdue, entry 4
and    2 duties home-notified-enquiry-regulator
