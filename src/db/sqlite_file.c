/* A SQLite file as a whole: its key, its settings, moving the WAL, a first load, one writer. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "db/sqlite.h"

enum {
    CHECKPOINT_PAGES = 16000,    /* past this a commit moves the WAL itself */
    WRITER_CACHE_KIB = 64 << 10, /* a big cache hides the cipher */
    READER_CACHE_KIB = 16 << 10,
    SYNCS_OF_CHECKPOINT = 2, /* the WAL, then the file */
};

static int checkpoint(struct sqlite *d, int mode)
{
    int frames = 0, moved = 0;
    int code = sqlite3_wal_checkpoint_v2(d->handle, NULL, mode, &frames, &moved);
    if (moved > 0)
        d->base.counts.syncs += SYNCS_OF_CHECKPOINT;
    return code;
}

status sqlite_checkpoint(struct task *t, struct db *d, bool scrub)
{
    int code =
        checkpoint(sqlite_of(d), scrub ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE);
    if (code == SQLITE_OK || (code == SQLITE_BUSY && !scrub)) /* another one is doing it */
        return OK;
    return sqlite_failed(t, sqlite_of(d), "checkpoint", code);
}

/* Called once for each commit that wrote. A result other than OK would make a commit that is on
 * the disk look failed, so a checkpoint that cannot run now is left for the next. */
static int on_commit(void *of, sqlite3 *handle, const char *name, int pages)
{
    (void)handle;
    (void)name;
    struct sqlite *d = of;
    d->base.counts.commits++;
    d->base.counts.syncs += d->base.full_sync;
    if (pages >= CHECKPOINT_PAGES)
        checkpoint(d, SQLITE_CHECKPOINT_PASSIVE);
    return SQLITE_OK;
}

/* The first value that the statement gives, as text; empty when it gives no row. */
static status ask(struct task *t, struct sqlite *d, const char *sql, char ret[static 32])
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(d->handle, sql, -1, &s, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(s);
    const unsigned char *value = code == SQLITE_ROW ? sqlite3_column_text(s, 0) : NULL;
    snprintf(ret, 32, "%s", value ? (const char *)value : "");
    sqlite3_finalize(s);
    return code == SQLITE_ROW || code == SQLITE_DONE ? OK : sqlite_failed(t, d, sql, code);
}

/* Sets a pragma and, when `wanted` is given, insists that the engine took it. */
static status pragma(struct task *t, struct sqlite *d, const char *sql, const char *wanted)
{
    char got[32];
    TRY(ask(t, d, sql, got));
    if (wanted && strcmp(got, wanted) != 0)
        return fail(t, E_BUSY, "%s: not possible while others use the file: stop them first", sql);
    return OK;
}

static status bulk_begin(struct task *t, struct sqlite *d)
{
    sqlite3_db_config(d->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    TRY(pragma(t, d, "PRAGMA journal_mode=DELETE", "delete"));
    TRY(pragma(t, d, "PRAGMA locking_mode=EXCLUSIVE", "exclusive"));
    TRY(pragma(t, d, "PRAGMA journal_mode=OFF", "off"));
    return pragma(t, d, "PRAGMA synchronous=OFF", NULL);
}

static status bulk_end(struct task *t, struct sqlite *d)
{
    sqlite3_file *file = NULL;
    sqlite3_file_control(d->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    MUST(file && file->pMethods);
    int code = file->pMethods->xSync(file, SQLITE_SYNC_FULL);
    if (code != SQLITE_OK)
        return sqlite_failed(t, d, "bulk end", code);
    d->base.counts.syncs++;
    TRY(pragma(t, d, d->base.full_sync ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL",
               NULL));
    TRY(pragma(t, d, "PRAGMA locking_mode=NORMAL", "normal"));
    TRY(pragma(t, d, "PRAGMA journal_mode=WAL", "wal"));
    sqlite3_db_config(d->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return OK;
}

status sqlite_bulk(struct task *t, struct db *d, bool begin)
{
    return begin ? bulk_begin(t, sqlite_of(d)) : bulk_end(t, sqlite_of(d));
}

/* A file of its own beside the database: closing a second descriptor of the database itself
 * would drop the locks that SQLite holds there. */
status sqlite_writer_lock(struct task *t, struct db *d, int64_t log)
{
    (void)log; /* one file is one writer's, whatever logs it holds */
    struct sqlite *q = sqlite_of(d);
    if (q->writer_lock >= 0)
        return OK;
    int file = open(q->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return fail(t, E_IO, "%s cannot be opened: %s", q->lock_path, strerror(errno));
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        int why = errno;
        close(file);
        if (why == EWOULDBLOCK)
            return fail(t, E_BUSY, "another Sightline writes to this register: stop it first");
        return fail(t, E_IO, "%s cannot be locked: %s", q->lock_path, strerror(why));
    }
    q->writer_lock = file;
    return OK;
}

int64_t sqlite_pages_written(const struct db *d)
{
    int pages = 0, highest = 0;
    sqlite3_db_status(sqlite_of(d)->handle, SQLITE_DBSTATUS_CACHE_WRITE, &pages, &highest, 0);
    return pages;
}

/* --- opening --- */

/* The file is made here first, so that nobody but its owner may read it from the start. */
status sqlite_find_file(struct task *t, const struct db_place *place, const char *path)
{
    struct stat about;
    if (stat(path, &about) == 0) {
        if (about.st_size > 0 || place->create)
            return OK;
        return fail(t, E_CORRUPT, "%s is empty: restore it from a backup", path);
    }
    if (!place->create)
        return fail(t, E_MISSING,
                    "there is no database at %s: check the folder's name, or make"
                    " a new register there",
                    path);
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno != EEXIST)
        return fail(t, E_IO, "%s cannot be made: %s", path, strerror(errno));
    if (file >= 0)
        close(file);
    return OK;
}

#ifdef SQLITE_BUNDLED
bool db_can_encrypt(void)
{
    return true;
}

/* A raw key: a password would cost a tenth of a second of key stretching at each opening. */
static status set_key(struct task *t, struct sqlite *d, const struct db_place *place)
{
    if (!place->encrypted)
        return OK;
    char raw[4 + sizeof place->key] = { 'r', 'a', 'w', ':' };
    memcpy(raw + 4, place->key, sizeof place->key);
    int cipher = sqlite3mc_cipher_index("aegis");
    int taken = sqlite3mc_config(d->handle, "cipher", cipher);
    int code = sqlite3_key_v2(d->handle, "main", raw, (int)sizeof raw);
    wipe(raw, sizeof raw);
    if (cipher <= 0 || taken != cipher)
        return fail(t, E_IO, "this build lacks the cipher that registers are encrypted with");
    return code == SQLITE_OK ? OK : sqlite_failed(t, d, "key", code);
}
#else
bool db_can_encrypt(void)
{
    return false;
}

static status set_key(struct task *t, struct sqlite *d, const struct db_place *place)
{
    (void)d;
    if (place->encrypted)
        return fail(t, E_DENIED,
                    "this build cannot encrypt: build it with -Dsqlite=bundled, or"
                    " say in the settings that the file is to lie in the clear");
    return OK;
}
#endif

/* SQLite takes what is left of a file cut within its first page for a new, empty database. */
static status check_not_cut(struct task *t, struct sqlite *d)
{
    struct stat about;
    if (stat(sqlite3_db_filename(d->handle, "main"), &about) != 0 || about.st_size == 0)
        return OK;
    char pages[32];
    TRY(ask(t, d, "PRAGMA page_count", pages));
    if (strcmp(pages, "0") == 0)
        return fail(t, E_CORRUPT, "the file is cut short: restore it from a backup");
    return OK;
}

status sqlite_set_up(struct task *t, struct sqlite *d, const struct db_place *place)
{
    TRY(set_key(t, d, place));
    sqlite3_busy_timeout(d->handle, place->busy_ms ? place->busy_ms : DB_BUSY_MS);
    sqlite3_limit(d->handle, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_db_config(d->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL); /* "k" is a name, never text */
    sqlite3_db_config(d->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);

    TRY(pragma(t, d, "PRAGMA mmap_size=0", NULL));
    TRY(pragma(t, d, "SELECT count(*) FROM sqlite_master", NULL)); /* the first use of the key */
    TRY(check_not_cut(t, d));
    if (!place->read_only)
        TRY(pragma(t, d, "PRAGMA journal_mode=WAL", "wal"));
    TRY(pragma(t, d, place->full_sync ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL",
               NULL));
    TRY(pragma(t, d, "PRAGMA secure_delete=ON", "1"));
    TRY(pragma(t, d, "PRAGMA foreign_keys=OFF", NULL));
    TRY(pragma(t, d, "PRAGMA temp_store=MEMORY", NULL));
    TRY(pragma(t, d, "PRAGMA trusted_schema=OFF", NULL));
    TRY(pragma(t, d, "PRAGMA cell_size_check=ON", NULL));
    TRY(pragma(t, d, "PRAGMA recursive_triggers=ON", NULL)); /* REPLACE passes no guard */
    char cache[48];
    snprintf(cache, sizeof cache, "PRAGMA cache_size=-%d",
             place->read_only ? READER_CACHE_KIB : WRITER_CACHE_KIB);
    TRY(pragma(t, d, cache, NULL));
    sqlite3_db_config(d->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_wal_hook(d->handle, on_commit, d);

    /* A reader's transaction only holds one moment still; a writer's takes the lock at once. */
    const char *begin = place->read_only ? "BEGIN" : "BEGIN IMMEDIATE";
    int code = sqlite3_prepare_v3(d->handle, begin, -1, SQLITE_PREPARE_PERSISTENT, &d->begin, NULL);
    code |=
        sqlite3_prepare_v3(d->handle, "COMMIT", -1, SQLITE_PREPARE_PERSISTENT, &d->commit, NULL);
    code |= sqlite3_prepare_v3(d->handle, "ROLLBACK", -1, SQLITE_PREPARE_PERSISTENT, &d->rollback,
                               NULL);
    return code == SQLITE_OK ? OK : sqlite_failed(t, d, "open", code);
}
