# A rule is judged by the version in force when its starting event happened.
rules
    duty told-in-time
        title      Told in time
        force      statute
        cite       "An invented act, first version"
        in-force   2010-01-01 to 2026-03-31
        starts     placement-started
        due        10 days after happened
        met-by     placement-notified to police for this placement
        owner      social-worker
    duty told-in-time
        title      Told in time
        force      statute
        cite       "An invented act, as amended"
        in-force   2026-04-01 onwards
        starts     placement-started
        due        5 days after happened
        met-by     placement-notified to police for this placement
        owner      social-worker
    duty looked-in
        title      Looked in
        force      statute
        cite       "An invented act, first version"
        in-force   2010-01-01 to 2026-03-31
        starts     placement-started
        repeats    visit-made while placement open
        due        30 days after previous
        owner      social-worker
    duty looked-in
        title      Looked in
        force      statute
        cite       "An invented act, as amended"
        in-force   2026-04-01 onwards
        starts     placement-started
        repeats    visit-made while placement open
        due        10 days after previous
        owner      social-worker
given  2026-03-31 23:30  placement-started placement 1, type U6
and    2026-04-01 00:30  placement-started placement 2, type U6
and    2026-04-05 12:00  visit-made placement 2
when   it is 2026-04-07 12:00
then   duty told-in-time is running, due end of 2026-04-10, entry 1
and    duty told-in-time is overdue, due end of 2026-04-06, entry 2
and    duty looked-in is running, due end of 2026-04-15, entry 3
