-- Accounts, sessions, ways to sign in, photos. Kept, never folded; rows here may change.

-- Who may sign in, and under which name (small letters, as typed otherwise). state 1: invited,
-- 2: in use, 3: ended.
CREATE TABLE account (
    log {{int}} NOT NULL,
    person {{int}} NOT NULL,
    sign_in {{text}} NOT NULL,
    state {{int}} NOT NULL,
    made {{int}} NOT NULL,
    used {{int}},
    ended {{int}},
    PRIMARY KEY (log, person)
) {{without-rowid}}
;
CREATE UNIQUE INDEX account_sign_in ON account (log, sign_in)
;
-- One way to sign in, or a second step of one. kind: place in the code list credential. body is
-- sealed. lookup: a hash by which a passkey or an organisation's subject is found; NULL: none.
CREATE TABLE credential (
    log {{int}} NOT NULL,
    person {{int}} NOT NULL,
    credential {{int}} NOT NULL,
    kind {{int}} NOT NULL,
    name {{text}} NOT NULL,
    made {{int}} NOT NULL,
    used {{int}},
    body {{bytes}} NOT NULL,
    lookup {{bytes}},
    PRIMARY KEY (log, person, credential)
) {{without-rowid}}
;
CREATE INDEX credential_lookup ON credential (log, lookup) WHERE lookup IS NOT NULL
;
-- A sign-in that goes on. id: a hash of what the cookie says, so that the file opens no session.
CREATE TABLE session (
    log {{int}} NOT NULL,
    id {{bytes}} NOT NULL,
    person {{int}} NOT NULL,
    role {{int}} NOT NULL,
    began {{int}} NOT NULL,
    used {{int}} NOT NULL,
    made_with {{int}} NOT NULL,
    body {{bytes}} NOT NULL,
    PRIMARY KEY (log, id)
) {{without-rowid}}
;
CREATE INDEX session_person ON session (log, person)
;
-- How often signing in failed, by a hash of the name and of where it came from.
CREATE TABLE sign_in_try (
    log {{int}} NOT NULL,
    what {{bytes}} NOT NULL,
    tries {{int}} NOT NULL,
    first_us {{int}} NOT NULL,
    last_us {{int}} NOT NULL,
    PRIMARY KEY (log, what)
) {{without-rowid}}
;
-- What may be used once and soon: an invitation, a challenge, a state. id: a hash of it.
CREATE TABLE one_time (
    log {{int}} NOT NULL,
    id {{bytes}} NOT NULL,
    purpose {{int}} NOT NULL,
    person {{int}} NOT NULL,
    until_us {{int}} NOT NULL,
    body {{bytes}} NOT NULL,
    PRIMARY KEY (log, id)
) {{without-rowid}}
;
-- A child's photo, made anew from what was sent and sealed with the child's key. The entry
-- photo-added has its hash.
CREATE TABLE photo (
    log {{int}} NOT NULL,
    child {{int}} NOT NULL,
    sha256 {{bytes}} NOT NULL,
    made {{int}} NOT NULL,
    body {{bytes}} NOT NULL,
    PRIMARY KEY (log, child, sha256)
) {{without-rowid}}
;
-- A draft says how long the record was when it was begun, so that what came since can be shown.
ALTER TABLE draft ADD COLUMN base_n {{int}}
