/* A new log in a folder of its own, and ways to look at and to damage it from outside. */
#ifndef TEST_JOURNAL_LOG_H
#define TEST_JOURNAL_LOG_H
#include "given.h"
#include "server.h"

#include <unistd.h>

#include "base/limits.h"
#include "journal/journal.h"
#include "journal/own.h"

struct log {
    struct given *g;
    struct task *t;
    char folder[64], kept_path[96], keys_path[96], heads_path[96];
    struct db *kept, *keys, *heads;
    struct journal_place place;
    struct journal *j;
    bool full_sync;
    int owner; /* the process that made it: a forked writer finds the same schemas */
    unsigned number;
};

#define WORKS(log, call) works((log)->t, (call), #call, __FILE__, __LINE__)
static inline void works(struct task *t, status got, const char *call, const char *file, int line)
{
    if (got == OK)
        return;
    print_error("%s gave %s: %s\n", call, status_name(got), t->reason);
    _fail(file, line);
}
#define GIVES(log, want, call)                                                                     \
    do {                                                                                           \
        status got_ = (call);                                                                      \
        if (got_ != (want)) {                                                                      \
            print_error("%s gave %s: %s\n", #call, status_name(got_), (log)->t->reason);           \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)

static unsigned log_count;

/* A file of the log's folder; on PostgreSQL a schema named after both. */
static inline struct db *log_db(struct log *l, const char *path)
{
    struct db *d = NULL;
    struct db_place place = { .full_sync = l->full_sync, .create = true };
    const char *name = strrchr(path, '/') + 1;
    place.encrypted = db_can_encrypt();
    memset(place.key, 7, sizeof place.key);
    if (*log_server) {
        place.url = str_from(log_server);
        place.schema = str_print(l->t->arena, "j%d_%u_%.*s", (int)l->owner, l->number,
                                 (int)strcspn(name, "."), name);
    } else {
        place.path = str_from(path);
    }
    WORKS(l, db_open(l->t, &place, &d));
    return d;
}

/* Opens the three databases and the journal, as a start of the program does. */
static inline status log_start(struct log *l)
{
    l->kept = log_db(l, l->kept_path);
    l->keys = log_db(l, l->keys_path);
    l->heads = log_db(l, l->heads_path);
    l->place.kept = l->kept;
    l->place.keys = l->keys;
    return OK;
}

static inline void log_stop(struct log *l)
{
    journal_close(l->j);
    db_close(l->kept);
    db_close(l->keys);
    db_close(l->heads);
    l->j = NULL;
    l->kept = l->keys = l->heads = NULL;
}

static inline struct log log_new(void **state, bool full_sync)
{
    struct log l = { .g = *state, .full_sync = full_sync };
    l.t = &l.g->task;
    l.owner = (int)getpid();
    l.number = log_count++;
    snprintf(l.folder, sizeof l.folder, "/tmp/sightline-journal-XXXXXX");
    assert_non_null(mkdtemp(l.folder));
    snprintf(l.kept_path, sizeof l.kept_path, "%s/journal.db", l.folder);
    snprintf(l.keys_path, sizeof l.keys_path, "%s/keys.db", l.folder);
    snprintf(l.heads_path, sizeof l.heads_path, "%s/heads.db", l.folder);
    l.place = (struct journal_place){ .log = 1, .origin = S("northmere.example/sightline") };
    memset(l.place.wrapping, 9, sizeof l.place.wrapping);
    WORKS(&l, log_start(&l));
    WORKS(&l, journal_init(l.t, &l.place));
    WORKS(&l, journal_open(l.t, &l.place, &l.j));
    return l;
}

static inline void log_end(struct log *l)
{
    char command[128];
    log_stop(l);
    snprintf(command, sizeof command, "rm -rf %s", l->folder);
    assert_int_equal(system(command), 0);
}

static inline void log_restart(struct log *l)
{
    log_stop(l);
    WORKS(l, log_start(l));
    WORKS(l, journal_open(l->t, &l->place, &l->j));
}

static inline uint32_t log_subject(struct log *l, enum subject_kind kind)
{
    uint32_t number = 0;
    WITH_TX(x);
    WORKS(l, tx_begin(l->t, l->kept, &x));
    WORKS(l, journal_subject_new(l->t, l->j, kind, &number));
    WORKS(l, tx_commit(&x));
    journal_committed(l->j);
    return number;
}

/* One append in a transaction of its own. */
static inline status log_append(struct log *l, struct append *a)
{
    WITH_TX(x);
    TRY(tx_begin(l->t, l->kept, &x));
    status s = journal_append(l->t, l->j, a);
    if (s == OK)
        s = tx_commit(&x);
    if (s != OK) {
        tx_end(&x);
        journal_rolled_back(l->j);
        return s;
    }
    journal_committed(l->j);
    return OK;
}

static inline status log_say(struct log *l, struct event *e)
{
    struct append a = { .events = e, .count = 1, .expected_n = APPEND_ANY };
    return log_append(l, &a);
}

static inline struct event log_visit(struct log *l, uint32_t child)
{
    struct event e = event_new(EV_VISIT_MADE, child, l->g->now);
    event_set_number(&e, "seen", 1);
    event_set_text(&e, "words", any_text(l->g));
    return e;
}

#endif
