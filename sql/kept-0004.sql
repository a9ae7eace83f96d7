-- Messages between registers, each known by who wrote it and its id. `outward` 1: ours, to a
-- partner; 0: a partner's, to us. The body of ours holds personal data: it is sealed, and goes when
-- the receipt is there. Of a partner's only the digest stays: what it said is in the journal.
CREATE TABLE message (
    log {{int}} NOT NULL,
    outward {{int}} NOT NULL,
    partner {{text}} NOT NULL,
    message {{text}} NOT NULL,
    state {{int}} NOT NULL,
    child {{int}} NOT NULL,
    placement {{int}} NOT NULL,
    what {{int}} NOT NULL,
    made {{int}} NOT NULL,
    next_us {{int}} NOT NULL,
    attempts {{int}} NOT NULL,
    digest {{bytes}} NOT NULL,
    body {{bytes}},
    receipt {{text}} NOT NULL,
    trouble {{text}} NOT NULL,
    PRIMARY KEY (log, outward, partner, message)
) {{without-rowid}}
;
CREATE INDEX message_waiting ON message (log, state, next_us)
;
-- A partner's child placed here, by the number that only this partner and we know.
CREATE TABLE hosted_child (
    log {{int}} NOT NULL,
    partner {{text}} NOT NULL,
    case_id {{text}} NOT NULL,
    child {{int}} NOT NULL,
    PRIMARY KEY (log, partner, case_id)
) {{without-rowid}}
;
-- What of a hosted child's placement has been recorded here: 1 its start, 2 its end.
CREATE TABLE hosted_placement (
    log {{int}} NOT NULL,
    child {{int}} NOT NULL,
    placement {{int}} NOT NULL,
    what {{int}} NOT NULL,
    PRIMARY KEY (log, child, placement, what)
) {{without-rowid}}
;
-- A signature's nonce may come again with the same message only; it is
-- forgotten when it is too old anyway.
CREATE TABLE message_nonce (
    log {{int}} NOT NULL,
    partner {{text}} NOT NULL,
    nonce {{text}} NOT NULL,
    message {{text}} NOT NULL,
    until_us {{int}} NOT NULL,
    PRIMARY KEY (log, partner, nonce)
) {{without-rowid}}
