-- The journal: what was said, sealed, under a tree. Only sealed_part may ever lose content.
CREATE TABLE subject (
    log {{int}} NOT NULL,
    number {{int}} NOT NULL,
    kind {{int}} NOT NULL,
    PRIMARY KEY (log, number)
) {{without-rowid}}
;
{{append-only subject}}
;
CREATE TABLE journal (
    log {{int}} NOT NULL,
    seq {{dense}},
    entry_id {{bytes}} NOT NULL UNIQUE,
    body {{bytes}} NOT NULL,
    leaf {{bytes}} NOT NULL CHECK (length(leaf) = 32)
    {{dense-key log, seq}}
) {{strict}}
;
{{append-only journal}}
;
-- at: subject << 20 | n. A stream lies together, in its order; n is dense from 1. An erased part
-- keeps its row, with nothing in `sealed`.
CREATE TABLE sealed_part (
    log {{int}} NOT NULL,
    at {{dense}},
    entry_id {{bytes}} NOT NULL,
    part {{int}} NOT NULL,
    seq {{int}} NOT NULL,
    sealed {{bytes}} NOT NULL
    {{dense-key log, at}}
) {{strict}}
;
CREATE TABLE tile (
    log {{int}} NOT NULL,
    level {{int}} NOT NULL,
    n {{int}} NOT NULL,
    data {{bytes}} NOT NULL CHECK (length(data) = 8192),
    PRIMARY KEY (log, level, n)
) {{without-rowid}}
;
{{append-only tile}}
;
-- key: SHA-256 of what the caller gave, which may name a person's message.
CREATE TABLE idempotency (
    log {{int}} NOT NULL,
    key {{bytes}} NOT NULL,
    seq {{int}} NOT NULL,
    PRIMARY KEY (log, key)
) {{without-rowid}}
;
{{append-only idempotency}}
;
CREATE TABLE journal_log (
    log {{int}} NOT NULL,
    origin {{text}} NOT NULL,
    PRIMARY KEY (log)
) {{without-rowid}}
;
{{append-only journal_log}}
