/* Opens and makes a register: settings, key, databases, journal, signer, rulebook. */
#include "work/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/limits.h"
#include "db/migrate.h"
#include "journal/journal.h"
#include "work/catch_up.h"
#include "work/clockwork.h"
#include "work/dispatch.h"
#include "work/notice.h"
#include "work/owner.h"
#include "work/store_files.h"
#include "work/store_open.h"
#include "work/writer_inside.h"

extern const struct embedded embedded_schemas[];

enum { LOG_NUMBER = 1, AUTHORITY_SUBJECT = 1 };

/* --- the parts --- */

static const char settings_name[] = "sightline.conf";

status store_part_open(struct task *t, const struct store *s, enum store_part part, unsigned how,
                 struct db **ret)
{
    struct db_place place = store_db_place(t, s->where, part, &s->inside->secrets);
    place.create = how & OPEN_CREATE;
    place.read_only = how & OPEN_READ_ONLY;
    status opened = db_open(t, &place, ret);
    wipe(place.key, sizeof place.key);
    return opened;
}

static status open_kept(struct task *t, struct store *s, unsigned how)
{
    TRY(store_part_open(t, s, PART_KEPT, how, &s->kept));
    if (how & OPEN_WRITE)
        TRY(db_writer_lock(t, s->kept, s->log));
    TRY(db_migrate(t, s->kept, embedded_schemas, S("kept-")));
    TRY(db_prepare_all(t, s->kept, setting_statements, COUNT(setting_statements)));
    TRY(notice_prepare(t, s->kept));
    TRY(access_log_prepare(t, s->kept));
    TRY(dispatch_prepare(t, s->kept));
    TRY(store_part_open(t, s, PART_KEYS, how, &s->keys));
    return db_migrate(t, s->keys, embedded_schemas, S("keys-"));
}

struct journal_place store_journal_place(const struct store *s, struct db *kept, struct db *keys)
{
    struct journal_place p = { .kept = kept, .keys = keys, .log = s->log, .origin = s->origin };
    secret_derive(&s->inside->secrets, SECRET_WRAPPING, p.wrapping);
    return p;
}

/* The authority's own rules: a file beside the register, or the one that the environment names. */
static status read_local_rules(struct task *t, const struct store *s, struct str *ret)
{
    struct str path = str_from(getenv("SIGHTLINE_LOCAL_RULES"));
    *ret = S("");
    if (path.len > 0)
        return store_file_read(t, path, RULE_FILE_BYTES_MAX, ret);
    if (s->postgres)
        return OK;
    path = store_path(t->arena, s->where, "local.rules");
    status read = store_file_read(t, path, RULE_FILE_BYTES_MAX, ret);
    return read == E_MISSING ? OK : read;
}

static status load_rules(struct task *t, struct store *s)
{
    struct str local;
    TRY(read_local_rules(t, s, &local));
    return rulebook_load_embedded(t, str_nul(t->arena, s->nation), local, &s->calendar,
                                  &s->rules);
}

static struct store *store_new(struct task *t, struct str where)
{
    struct store *s = NEW(t->arena, struct store);
    s->inside = NEW(t->arena, struct store_inside);
    s->where = str_copy(t->arena, where);
    s->postgres = where_is_url(where);
    s->log = LOG_NUMBER;
    s->authority = AUTHORITY_SUBJECT;
    s->acts_from = INT64_MIN;
    return s;
}

static void take_settings(struct task *t, struct store *s, const struct store_settings *from)
{
    s->authority_name = str_copy(t->arena, from->authority_name);
    s->authority_code = str_copy(t->arena, from->authority_code);
    s->origin = str_copy(t->arena, from->origin);
    s->nation = str_copy(t->arena, from->nation);
    s->made_up = from->made_up;
    s->inside->send = from->send;
}

/* --- making one --- */

/* "Northmere Borough" and chance: "northmere-borough/sightline/5f2c91ab", unique for ever. */
static struct str make_origin(struct task *t, struct str name)
{
    struct text x = text_open(t->arena, 128);
    uint32_t chance;
    random_bytes(&chance, sizeof chance);
    for (size_t i = 0; i < name.len && i < 60; i++) {
        char c = name.at[i];
        c = (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            text_addc(&x, c);
        else if (x.len > 0 && x.at[x.len - 1] != '-')
            text_addc(&x, '-');
    }
    text_addf(&x, "/sightline/%08x", chance);
    return text_done(&x);
}

static bool one_line(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.at[i] < ' ')
            return false;
    }
    return s.len > 0 && s.len <= 200 && str_is_utf8(s);
}

static status check_new(struct task *t, const struct store_new *n)
{
    if (n->where.len == 0)
        return fail(t, E_INVALID, "say where: a folder, or a postgresql:// address");
    if (!one_line(n->authority_name))
        return fail(t, E_INVALID, "say which authority is responsible: its name, on one line");
    if (!one_line(n->authority_code))
        return fail(t, E_INVALID, "say the authority's code as the Office for National Statistics"
                                  " writes it, like E06000999");
    return OK;
}

static status make_folder(struct task *t, struct str where)
{
    if (where_is_url(where))
        return OK;
    struct stat about;
    char *name = str_nul(t->arena, where);
    if (mkdir(name, 0700) != 0 && errno != EEXIST)
        return fail(t, E_IO, "the folder %s cannot be made (%s)", name, strerror(errno));
    if (stat(str_nul(t->arena, store_path(t->arena, where, settings_name)), &about) == 0)
        return fail(t, E_CONFLICT, "there is a register in %s already: name another folder", name);
    return OK;
}

static status register_authority(struct task *t, struct store *s)
{
    struct event e = event_new(EV_AGENCY_REGISTERED, 0, task_now(t));
    event_set_text(&e, "name", s->authority_name);
    event_set_code(&e, "kind", "authority");
    event_set_text(&e, "area", s->authority_code);
    WITH_TX(tx);
    TRY(tx_begin(t, s->kept, &tx));
    TRY(journal_subject_new(t, s->journal, SUBJECT_AGENCY, &e.subject));
    if (e.subject != s->authority)
        return fail(t, E_CONFLICT, "this journal already holds subjects: name another place");
    struct append a = { .events = &e, .count = 1, .expected_n = 0 };
    TRY(journal_append(t, s->journal, &a));
    TRY(tx_commit(&tx));
    journal_committed(s->journal);
    return OK;
}

static status make_databases(struct task *t, struct store *s, const struct store_settings *named)
{
    unsigned how = OPEN_CREATE | OPEN_WRITE;
    TRY(open_kept(t, s, how));
    struct str before;
    if (setting_get(t, s->kept, s->log, str_from(settings_name), &before) == OK)
        return fail(t, E_CONFLICT, "there is a register at this address already: name another"
                                   " database");
    struct journal_place place = store_journal_place(s, s->kept, s->keys);
    status made = journal_init(t, &place);
    if (made == OK)
        made = journal_open(t, &place, &s->journal);
    wipe(place.wrapping, sizeof place.wrapping);
    TRY(made);
    TRY(store_signer_open(t, s, how));
    TRY(store_part_open(t, s, PART_DERIVED, how, &s->derived));
    TRY(derived_open(t, s->derived));
    TRY(register_authority(t, s));
    TRY(catch_up(t, s));
    return setting_put(t, s->kept, s->log, str_from(settings_name),
                       settings_text_of(t->arena, named));
}

static status init(struct task *t, const struct store_new *n, struct store *s)
{
    struct str key;
    TRY(make_folder(t, n->where));
    TRY(key_path(t, n->where, n->key_file, &key));
    TRY(secrets_make(t, key));
    TRY(secrets_read(t, key, &s->inside->secrets));
    struct store_settings named = {
        .authority_name = n->authority_name,
        .authority_code = n->authority_code,
        .origin = make_origin(t, n->authority_name),
        .nation = n->nation.len > 0 ? n->nation : nation_default(),
        .key_file = n->key_file,
        .made_up = n->made_up,
    };
    take_settings(t, s, &named);
    TRY(load_rules(t, s));
    TRY(make_databases(t, s, &named));
    if (s->postgres)
        return OK;
    /* Last: a folder with this file in it holds a whole register. */
    return settings_file_write(t, store_path(t->arena, n->where, settings_name), &named);
}

status store_init(struct task *t, const struct store_new *n)
{
    TRY(check_new(t, n));
    struct store *s = store_new(t, n->where);
    status made = init(t, n, s);
    store_close(s);
    return made;
}

/* --- opening one --- */

static status find_settings(struct task *t, struct store *s, struct store_settings *ret)
{
    status read = settings_file_read(t, store_path(t->arena, s->where, settings_name), ret);
    if (read == E_MISSING)
        return fail(t, E_MISSING, "there is no register in %.*s: make one with `sightline init`",
                    STR_ARG(s->where));
    return read;
}

/* A server's settings lie in the database, which needs no key of ours to be opened. */
static status find_settings_there(struct task *t, struct store *s, struct store_settings *ret)
{
    struct str text;
    if (setting_get(t, s->kept, s->log, str_from(settings_name), &text) != OK)
        return fail(t, E_MISSING, "there is no register at this address: make one with"
                                  " `sightline init`");
    s->inside->settings_text = text;
    return settings_parse(t, str_from(settings_name), text, ret);
}

static status read_secrets(struct task *t, struct store *s, struct str key_file)
{
    struct str key;
    TRY(key_path(t, s->where, key_file, &key));
    return secrets_read(t, key, &s->inside->secrets);
}

static status open_all(struct task *t, struct store *s, unsigned how, bool to_verify)
{
    struct store_settings named;
    if (!s->postgres) {
        TRY(find_settings(t, s, &named));
        TRY(read_secrets(t, s, named.key_file));
        TRY(open_kept(t, s, how));
    } else {
        TRY(open_kept(t, s, how));
        TRY(find_settings_there(t, s, &named));
        TRY(read_secrets(t, s, named.key_file));
    }
    take_settings(t, s, &named);
    TRY(load_rules(t, s));
    struct journal_place place = store_journal_place(s, s->kept, s->keys);
    status opened = to_verify ? journal_open_to_verify(t, &place, &s->journal)
                              : journal_open(t, &place, &s->journal);
    wipe(place.wrapping, sizeof place.wrapping);
    TRY(opened);
    s->warning = db_engine_warning(s->kept);
    if (!(how & OPEN_WRITE) && !to_verify)
        return OK;
    TRY(store_signer_open(t, s, how));
    status checked = signer_check(t, s->signer, s->journal);
    if (checked == E_CORRUPT)
        return fail(t, E_CORRUPT, "%.300s. Nothing was written. This is an older copy of the"
                                  " register: put the newest copy back, or read it only",
                    t->reason);
    return checked;
}

/* A register that does not open is thrown away: all of it is in the journal. */
static status open_derived(struct task *t, struct store *s)
{
    status opened = store_part_open(t, s, PART_DERIVED, OPEN_CREATE | OPEN_WRITE, &s->derived);
    bool other = opened == OK && !s->postgres && derived_is_other(t, s->derived);
    if (opened == OK && !other)
        opened = derived_open(t, s->derived);
    if ((opened == OK && !other) || opened == E_BUSY)
        return opened;
    db_close(s->derived);
    s->derived = NULL;
    TRY(store_part_remove(t, s->where, PART_DERIVED));
    TRY(store_part_open(t, s, PART_DERIVED, OPEN_CREATE | OPEN_WRITE, &s->derived));
    return derived_open(t, s->derived);
}

/* What became of notices lies in the streams of people, and no row is made of it. */
static bool makes_rows(uint16_t kind)
{
    switch (kind) {
    case EV_NOTICE_SENT:
    case EV_NOTICE_DELIVERED:
    case EV_NOTICE_OPENED:
    case EV_NOTICE_ACKNOWLEDGED:
    case EV_NOTICE_FAILED:
    case EV_NOTICE_RETRIED:
    case EV_NOTICE_SETTLED: return false;
    default: return true;
    }
}

static status is_behind(struct task *t, struct store *s, uint32_t subject, int64_t folded_to,
                        bool *ret)
{
    enum subject_kind kind;
    struct stream_reader r;
    struct part p;
    struct fact f;
    TRY(journal_subject_kind(t, s->journal, subject, &kind));
    *ret = kind != SUBJECT_PERSON && fold_has_rows(kind);
    if (kind != SUBJECT_PERSON)
        return OK;
    struct arena_mark mark = arena_mark(t->arena);
    TRY(stream_open(t, s->journal, subject, 0, &r));
    while (!*ret && stream_next(&r, &p))
        *ret = p.seq >= folded_to && !p.erased && (!fact_read(p.payload, &f) || makes_rows(f.kind));
    TRY(stream_done(&r));
    arena_rewind(t->arena, mark);
    return OK;
}

/* A reader may not fold: it says so when there is something that it does not show. */
static status warn_if_behind(struct task *t, struct store *s)
{
    int64_t folded_to;
    uint32_t *changed;
    size_t count;
    TRY(derived_folded_to(t, s->derived, s->log, &folded_to));
    if (folded_to >= journal_size(s->journal))
        return OK;
    TRY(journal_changed_since(t, s->journal, folded_to - 1, &changed, &count));
    for (size_t i = 0; i < count; i++) {
        bool behind = false;
        TRY(is_behind(t, s, changed[i], folded_to, &behind));
        if (behind)
            s->warning = "the register is behind the journal: what was said last may not be shown;"
                         " start Sightline itself once to bring it up to date";
    }
    return OK;
}

/* Duties and alarms are rows by the rules in force: other rules, other rows. */
static status catch_up_rules(struct task *t, struct store *s)
{
    const struct str name = S("rulebook");
    struct str folded_by, hash = rulebook_hash(t, s->rules);
    status known = setting_get(t, s->kept, s->log, name, &folded_by);
    if (known != OK && known != E_MISSING)
        return known;
    if (known == OK && str_equal(folded_by, hash))
        return catch_up(t, s);
    TRY(store_rebuild(t, s, false, NULL, NULL));
    return setting_put(t, s->kept, s->log, name, hash);
}

/* Until the clock has run once there is none. */
static status find_acts_from(struct task *t, struct store *s)
{
    struct str text;
    struct instant from;
    status found = setting_get(t, s->kept, s->log, S("acts-from"), &text);
    if (found != OK)
        return found == E_MISSING ? OK : found;
    TRY(instant_parse(t, text, &from));
    s->acts_from = from.us;
    return OK;
}

/* After the tables: it stands on them, and those made anew have none. */
static status make_fence(struct task *t, struct store *s)
{
    struct str text;
    TRY(embedded_text(t, embedded_schemas, S("fence.sql"), &text));
    TRY(db_fence_make(t, s->derived, text));
    TRY(db_fence_make(t, s->kept, text));
    s->warning = s->warning ? s->warning : db_engine_warning(s->kept);
    return OK;
}

static status open_store(struct task *t, struct store *s, enum store_mode mode)
{
    unsigned how = mode == STORE_WRITE ? OPEN_WRITE : OPEN_READ_ONLY;
    TRY(open_all(t, s, how, mode == STORE_VERIFY));
    if (mode == STORE_VERIFY)
        return OK;
    TRY(find_acts_from(t, s));
    if (mode == STORE_READ) {
        TRY(store_part_open(t, s, PART_DERIVED, how, &s->derived));
        if (derived_is_other(t, s->derived))
            return fail(t, E_CONFLICT, "the register's tables are another version's: start"
                                       " Sightline itself once, or run `sightline rebuild`, and"
                                       " they are made anew from the journal");
        TRY(derived_open(t, s->derived));
        TRY(warn_if_behind(t, s));
        return owner_prepare(t, s->derived);
    }
    TRY(open_derived(t, s));
    TRY(owner_prepare(t, s->derived));
    TRY(clockwork_prepare(t, s->derived));
    TRY(catch_up_rules(t, s));
    return make_fence(t, s);
}

status store_open(struct task *t, struct str where, enum store_mode mode, struct store **ret)
{
    struct store *s = store_new(t, where);
    status opened = open_store(t, s, mode);
    if (opened != OK) {
        store_close(s);
        return opened;
    }
    *ret = s;
    return OK;
}

static status open_signing(struct task *t, struct store *s)
{
    struct store_settings named;
    if (s->postgres)
        TRY(open_kept(t, s, OPEN_READ_ONLY));
    TRY(s->postgres ? find_settings_there(t, s, &named) : find_settings(t, s, &named));
    TRY(read_secrets(t, s, named.key_file));
    take_settings(t, s, &named);
    db_close(s->kept);
    db_close(s->keys);
    s->kept = s->keys = NULL;
    return store_signer_open(t, s, OPEN_WRITE);
}

status store_signing_open(struct task *t, struct str where, struct store **ret)
{
    struct store *s = store_new(t, where);
    status opened = open_signing(t, s);
    if (opened != OK) {
        store_close(s);
        return opened;
    }
    wipe(&s->inside->secrets, sizeof s->inside->secrets);
    *ret = s;
    return OK;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    signer_close(s->signer);
    journal_close(s->journal);
    db_close(s->signing);
    db_close(s->derived);
    db_close(s->keys);
    db_close(s->kept);
    wipe(&s->inside->secrets, sizeof s->inside->secrets);
    s->signer = NULL;
    s->journal = NULL;
    s->signing = s->derived = s->keys = s->kept = NULL;
}
