/* Keeps the derived tables: made anew by version, rows replaced by difference, digested. */
#include "register/derived.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "db/migrate.h"

const struct derived_table derived_tables[] = {
#define TABLE(id, name, kinds, columns) { name, columns, kinds },
#include "register/derived.def"
#undef TABLE
};

extern const struct embedded embedded_schemas[];

/* One statement of each verb for each table, spelled once from derived.def. */
static struct statement put_row[DERIVED_TABLES], drop_row[DERIVED_TABLES],
    clear_table[DERIVED_TABLES], all_rows[DERIVED_TABLES];
static struct statement stored_keys = { .name = "derived.keys", .params = 2, .columns = 3 };
static pthread_once_t spelled = PTHREAD_ONCE_INIT;
static struct arena *spelled_in; /* for the life of the process */
enum { SQL_TEXT_BYTES = 64 << 10 };

static const struct statement stamps[] = {
    { "derived.version", "SELECT version FROM folded WHERE log = -1", 0, 1 },
    { "derived.folded_to", "SELECT seq FROM folded WHERE log = $1", 1, 1 },
    { "derived.stamp",
      "INSERT INTO folded (log, seq, version) VALUES ($1, $2, $3)"
      " ON CONFLICT (log) DO UPDATE SET seq = excluded.seq, version = excluded.version",
      3, 0 },
    { "derived.unstamp", "DELETE FROM folded WHERE log = $1", 1, 0 },
};
enum stamp { STAMP_VERSION, STAMP_READ, STAMP_WRITE, STAMP_CLEAR };
static const struct statement unstamp_all = { "derived.unstamp_all", "DELETE FROM folded", 0, 0 };

static const char folded_sql[] = "CREATE TABLE IF NOT EXISTS folded (\n"
                                 "    log {{int}} NOT NULL,\n"
                                 "    seq {{int}} NOT NULL,\n"
                                 "    version {{int}} NOT NULL,\n"
                                 "    PRIMARY KEY (log)\n"
                                 ") {{without-rowid}}\n;\n";

static size_t column_count(const struct derived_table *d)
{
    return strlen(d->kinds);
}

static const char *cut_here(struct text *x, size_t from)
{
    text_addc(x, '\0');
    return x->at + from;
}

static void spell_table(struct text *x, size_t i)
{
    const struct derived_table *d = &derived_tables[i];
    uint8_t columns = (uint8_t)column_count(d);
    MUST(columns <= DERIVED_COLUMNS_MAX);
    size_t from = x->len;
    text_addf(x, "INSERT INTO %s (log, subject, k, h, %s) VALUES ($1", d->name, d->columns);
    for (unsigned p = 2; p <= columns + 4u; p++)
        text_addf(x, ", $%u", p);
    text_addc(x, ')');
    put_row[i] = (struct statement){ "derived.put", cut_here(x, from), (uint8_t)(columns + 4), 0 };

    from = x->len;
    text_addf(x, "DELETE FROM %s WHERE log = $1 AND subject = $2 AND k = $3", d->name);
    drop_row[i] = (struct statement){ "derived.drop", cut_here(x, from), 3, 0 };

    from = x->len;
    text_addf(x, "DELETE FROM %s WHERE log = $1", d->name);
    clear_table[i] = (struct statement){ "derived.clear", cut_here(x, from), 1, 0 };

    from = x->len;
    text_addf(x, "SELECT subject, k, h, %s FROM %s WHERE log = $1 ORDER BY subject, k", d->columns,
              d->name);
    all_rows[i] = (struct statement){ "derived.all", cut_here(x, from), 1, (uint8_t)(columns + 3) };
}

/* One round trip reads the keys of all tables: on a server each would cost a wait. */
static void spell_keys(struct text *x)
{
    size_t from = x->len;
    for (size_t i = 0; i < DERIVED_TABLES; i++)
        text_addf(x, "%sSELECT CAST(%zu AS BIGINT), k, h FROM %s WHERE log = $1 AND subject = $2",
                  i > 0 ? " UNION ALL " : "", i, derived_tables[i].name);
    stored_keys.sql = cut_here(x, from);
}

/* Once: a statement is known by its address, on every connection. */
static void spell(void)
{
    spelled_in = arena_open(2 * SQL_TEXT_BYTES);
    struct text x = { .arena = spelled_in,
                      .at = arena_take(spelled_in, 1, SQL_TEXT_BYTES),
                      .room = SQL_TEXT_BYTES,
                      .ceiling = SQL_TEXT_BYTES };
    for (size_t i = 0; i < DERIVED_TABLES; i++)
        spell_table(&x, i);
    spell_keys(&x);
    MUST(!x.full);
}

static status prepare_rows(struct task *t, struct db *d)
{
    TRY(db_prepare_all(t, d, put_row, DERIVED_TABLES));
    TRY(db_prepare_all(t, d, drop_row, DERIVED_TABLES));
    TRY(db_prepare_all(t, d, clear_table, DERIVED_TABLES));
    TRY(db_prepare_all(t, d, all_rows, DERIVED_TABLES));
    return db_prepare_all(t, d, &stored_keys, 1);
}

static status version_read(struct task *t, struct db *d, int64_t *ret)
{
    *ret = 0;
    WITH_CURSOR(rows);
    TRY(db_query(t, d, &stamps[STAMP_VERSION], NULL, 0, &rows));
    if (cursor_next(&rows))
        *ret = cursor_i64(&rows);
    return cursor_done(&rows);
}

static status remake(struct task *t, struct db *d)
{
    struct str schema;
    TRY(embedded_text(t, embedded_schemas, S("derived.sql"), &schema));
    TRY(db_prepare_all(t, d, &unstamp_all, 1));
    WITH_TX(tx);
    TRY(tx_begin(t, d, &tx));
    TRY(db_schema(t, d, schema));
    TRY(db_run(t, d, &unstamp_all, NULL, 0));
    struct value version[] = { I64(-1), I64(0), I64(DERIVED_VERSION) };
    TRY(db_run(t, d, &stamps[STAMP_WRITE], version, COUNT(version)));
    return tx_commit(&tx);
}

bool derived_is_other(struct task *t, struct db *d)
{
    int64_t version;
    return db_prepare_all(t, d, stamps, COUNT(stamps)) == OK &&
           version_read(t, d, &version) == OK && version != 0 && version != DERIVED_VERSION;
}

status derived_open(struct task *t, struct db *d)
{
    pthread_once(&spelled, spell);
    /* A reader must not write, so the table is made only when it is found to be missing. */
    if (db_prepare_all(t, d, stamps, COUNT(stamps)) != OK) {
        TRY(db_schema(t, d, (struct str){ folded_sql, sizeof folded_sql - 1 }));
        TRY(db_prepare_all(t, d, stamps, COUNT(stamps)));
    }
    int64_t version;
    TRY(version_read(t, d, &version));
    if (version != DERIVED_VERSION)
        TRY(remake(t, d));
    return prepare_rows(t, d);
}

status derived_folded_to(struct task *t, struct db *d, int64_t log, int64_t *ret_seq)
{
    int64_t seq = -1;
    WITH_CURSOR(rows);
    TRY(db_query(t, d, &stamps[STAMP_READ], (struct value[]){ I64(log) }, 1, &rows));
    if (cursor_next(&rows))
        seq = cursor_i64(&rows);
    TRY(cursor_done(&rows));
    *ret_seq = seq;
    return OK;
}

status derived_stamp(struct task *t, struct db *d, int64_t log, int64_t seq)
{
    struct value row[] = { I64(log), I64(seq), I64(DERIVED_VERSION) };
    return db_run(t, d, &stamps[STAMP_WRITE], row, COUNT(row));
}

status derived_clear(struct task *t, struct db *d, int64_t log)
{
    struct value of[] = { I64(log) };
    for (size_t i = 0; i < DERIVED_TABLES; i++)
        TRY(db_run(t, d, &clear_table[i], of, 1));
    return db_run(t, d, &stamps[STAMP_CLEAR], of, 1);
}

/* ---- the rows of one subject ---- */

struct derived_row *derived_add(struct derived_rows *r, uint16_t table, uint64_t k)
{
    MUST(table < DERIVED_TABLES);
    if (r->count == r->room) {
        size_t room = r->room > 0 ? r->room * 2 : 32;
        struct derived_row *at = NEWS(r->arena, struct derived_row, room);
        if (r->count > 0)
            memcpy(at, r->at, r->count * sizeof *at);
        r->at = at;
        r->room = room;
    }
    struct derived_row *row = &r->at[r->count++];
    *row = (struct derived_row){ .table = table, .k = k };
    row->value = NEWS(r->arena, struct value, column_count(&derived_tables[table]));
    return row;
}

struct stored_key {
    uint64_t k, h;
    uint16_t table;
    const struct derived_row *row; /* NULL: stored already */
};

static int key_order(const void *a, const void *b)
{
    const struct stored_key *x = a, *y = b;
    if (x->table != y->table)
        return x->table < y->table ? -1 : 1;
    return (x->k > y->k) - (x->k < y->k);
}

static void in_key_order(struct stored_key *at, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (key_order(&at[i - 1], &at[i]) > 0) {
            qsort(at, count, sizeof *at, key_order);
            return;
        }
    }
}

static uint64_t mixed(uint64_t h, uint64_t v)
{
    h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 32;
}

static uint64_t row_hash(const struct derived_row *row, size_t columns)
{
    uint64_t h = columns;
    for (size_t i = 0; i < columns; i++) {
        const struct value *v = &row->value[i];
        uint64_t content = v->kind == VALUE_I64 ? (uint64_t)v->i : hash64(v->s);
        h = mixed(h, (uint64_t)v->kind);
        h = mixed(h, v->kind == VALUE_NIL ? 0 : content);
    }
    return h;
}

static struct stored_key *wanted_keys(struct task *t, const struct derived_rows *rows)
{
    struct stored_key *at = NEWS(t->arena, struct stored_key, rows->count + 1);
    for (size_t i = 0; i < rows->count; i++) {
        const struct derived_row *row = &rows->at[i];
        size_t columns = column_count(&derived_tables[row->table]);
        at[i] = (struct stored_key){ row->k, row_hash(row, columns), row->table, row };
    }
    in_key_order(at, rows->count);
    for (size_t i = 1; i < rows->count; i++)
        MUST(key_order(&at[i - 1], &at[i]) < 0); /* a key comes once in a table */
    return at;
}

static status keys_read(struct task *t, struct db *d, const struct value of[2],
                        struct stored_key **ret, size_t *ret_count)
{
    size_t count = 0, room = 64;
    struct stored_key *at = NEWS(t->arena, struct stored_key, room);
    WITH_CURSOR(c);
    TRY(db_query(t, d, &stored_keys, of, 2, &c));
    while (cursor_next(&c)) {
        if (count == room) {
            struct stored_key *more = NEWS(t->arena, struct stored_key, room * 2);
            memcpy(more, at, count * sizeof *at);
            at = more;
            room *= 2;
        }
        at[count].table = (uint16_t)cursor_i64(&c);
        at[count].k = (uint64_t)cursor_i64(&c);
        at[count++].h = (uint64_t)cursor_i64(&c);
    }
    TRY(cursor_done(&c));
    in_key_order(at, count);
    *ret = at;
    *ret_count = count;
    return OK;
}

struct writing {
    struct task *t;
    struct db *d;
    struct value of[2]; /* log, subject */
    int64_t written;
};

static status row_put(struct writing *w, const struct stored_key *key)
{
    struct value in[DERIVED_COLUMNS_MAX + 4] = { w->of[0], w->of[1], I64(key->k), I64(key->h) };
    size_t columns = column_count(&derived_tables[key->table]);
    memcpy(&in[4], key->row->value, columns * sizeof *in);
    w->written++;
    return db_run(w->t, w->d, &put_row[key->table], in, columns + 4);
}

static status row_drop(struct writing *w, const struct stored_key *key)
{
    struct value in[] = { w->of[0], w->of[1], I64(key->k) };
    return db_run(w->t, w->d, &drop_row[key->table], in, COUNT(in));
}

/* Both sides in key order: what is only stored goes, what is only wanted comes, what differs is
 * dropped and put, which touches the same page as changing it in place. */
static status merge(struct writing *w, const struct stored_key *want, size_t wants,
                    const struct stored_key *have, size_t haves)
{
    size_t i = 0, j = 0;
    while (i < wants || j < haves) {
        int order = i == wants ? 1 : j == haves ? -1 : key_order(&want[i], &have[j]);
        bool same = order == 0 && want[i].h == have[j].h;
        if (order >= 0 && !same)
            TRY(row_drop(w, &have[j]));
        if (order <= 0 && !same)
            TRY(row_put(w, &want[i]));
        if (order > 0)
            w->written++; /* a row that only goes is a difference too */
        i += order <= 0;
        j += order >= 0;
    }
    return OK;
}

status derived_replace(struct task *t, struct db *d, int64_t log, uint32_t subject,
                       const struct derived_rows *rows, bool fresh, int64_t *ret_written)
{
    struct writing w = { .t = t, .d = d, .of = { I64(log), I64(subject) } };
    const struct stored_key *want = wanted_keys(t, rows);
    struct stored_key *have = NULL;
    size_t haves = 0;
    if (!fresh)
        TRY(keys_read(t, d, w.of, &have, &haves));
    TRY(merge(&w, want, rows->count, have, haves));
    *ret_written = w.written;
    return OK;
}

/* ---- the digest ---- */

static void digest_column(struct cursor *c, char kind, struct text *x)
{
    if (cursor_is_nil(c)) {
        (void)cursor_peek_bytes(c);
        text_addc(x, 'n');
    } else if (kind == 'i') {
        text_addf(x, "i%lld;", (long long)cursor_i64(c));
    } else {
        struct str s = cursor_peek_bytes(c);
        text_addf(x, "t%zu:", s.len);
        text_add(x, s);
    }
}

/* A chain over the rows: any row changed, added, lost or moved changes all that follows. */
static status digest_table(struct task *t, struct db *d, int64_t log, size_t i,
                           struct hash256 *digest)
{
    const char *kinds = derived_tables[i].kinds;
    struct text x = text_open(t->arena, 1 << 20);
    WITH_CURSOR(c);
    TRY(db_query(t, d, &all_rows[i], (struct value[]){ I64(log) }, 1, &c));
    while (cursor_next(&c)) {
        x.len = 0;
        text_addf(&x, "%s ", derived_tables[i].name);
        for (int column = 0; column < 3; column++)
            digest_column(&c, 'i', &x);
        for (const char *kind = kinds; *kind; kind++)
            digest_column(&c, *kind, &x);
        MUST(!x.full);
        const struct str parts[] = { { (const char *)digest->b, sizeof digest->b }, text_done(&x) };
        *digest = sha256(parts, COUNT(parts));
    }
    return cursor_done(&c);
}

status derived_digest(struct task *t, struct db *d, int64_t log, struct str *ret_hex)
{
    struct hash256 digest = { 0 };
    for (size_t i = 0; i < DERIVED_TABLES; i++)
        TRY(digest_table(t, d, log, i, &digest));
    struct text hex = text_open(t->arena, 2 * sizeof digest.b + 1);
    for (size_t i = 0; i < sizeof digest.b; i++)
        text_addf(&hex, "%02x", digest.b[i]);
    *ret_hex = text_done(&hex);
    return OK;
}
