-- The signer's own memory: every head it ever signed, and the tree it has seen.
CREATE TABLE signed_head (
    origin {{text}} NOT NULL,
    size {{int}} NOT NULL,
    root {{bytes}} NOT NULL CHECK (length(root) = 32),
    frontier {{bytes}} NOT NULL,
    note {{text}} NOT NULL,
    created {{int}} NOT NULL,
    PRIMARY KEY (origin, size)
) {{without-rowid}}
;
{{append-only signed_head}}
