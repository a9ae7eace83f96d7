-- One row for each notice and channel that leaves the program, and what became of it.
--
-- No names and no addresses: whom to reach is looked up when it is sent. `state` is enum
-- dispatch_state; `next_us` is when the program does the next thing: null when nothing more is to
-- come, the largest number when only a person can go on (a dead letter).
CREATE TABLE dispatch (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    notice {{int}} NOT NULL,
    channel {{int}} NOT NULL,
    person {{int}} NOT NULL,
    rule {{int}} NOT NULL,
    reference {{text}} NOT NULL,
    state {{int}} NOT NULL,
    next_us {{int}},
    attempts {{int}} NOT NULL,
    asked {{int}} NOT NULL,
    created {{int}} NOT NULL,
    changed {{int}} NOT NULL,
    remote {{text}} NOT NULL,
    trouble {{text}} NOT NULL,
    PRIMARY KEY (log, subject, notice, channel)
) {{without-rowid}}
;
CREATE INDEX dispatch_due ON dispatch (log, next_us) WHERE next_us IS NOT NULL
;
-- A message shows its reference; by it one finds the notice again.
CREATE UNIQUE INDEX dispatch_reference ON dispatch (log, reference)
;
