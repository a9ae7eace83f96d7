/* A fresh database of either engine for each test, and what several suites ask of it. */
#include "scratch.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char address[256]; /* of PostgreSQL; empty: SQLite */
static unsigned schemas;

const char scratch_schema[] = "-- two tables of the two shapes\n"
                              "CREATE TABLE thing (\n"
                              "    log {{int}} NOT NULL, k {{int}} NOT NULL,\n"
                              "    name {{text}}, body {{bytes}} CHECK (length(body) < 9000000),\n"
                              "    PRIMARY KEY (log, k)\n"
                              ") {{without-rowid}}\n"
                              ";\n"
                              "CREATE INDEX thing_name ON thing (log, name)\n"
                              ";\n"
                              "CREATE TABLE entry (\n"
                              "    log {{int}} NOT NULL, seq {{dense}}, body {{bytes}} NOT NULL\n"
                              "    {{dense-key log, seq}}\n"
                              ") {{strict}}\n"
                              ";\n"
                              "{{append-only entry}}\n";

const struct statement statements[STATEMENTS] = {
    [THING_ADD] = { "thing.add", "INSERT INTO thing (log, k, name, body) VALUES ($1, $2, $3, $4)",
                    4, 0 },
    [THING_GET] = { "thing.get", "SELECT name, body, k FROM thing WHERE log = $1 AND k = $2", 2,
                    3 },
    [THING_COUNT] = { "thing.count", "SELECT count(*) FROM thing WHERE log = $1", 1, 1 },
    [THING_LIST] = { "thing.list",
                     "SELECT k, name FROM thing WHERE log = $1 ORDER BY name, k LIMIT $2", 2, 2 },
    [THING_RENAME] = { "thing.rename", "UPDATE thing SET name = $3 WHERE log = $1 AND k >= $2", 3,
                       0 },
    [THING_REMOVE] = { "thing.remove", "DELETE FROM thing WHERE log = $1 AND k = $2", 2, 0 },
    [THING_CLEAR] = { "thing.clear", "DELETE FROM thing", 0, 0 },
    /* Out of order and one twice: `$2, $1, $2`. */
    [THING_MIXED] = { "thing.mixed",
                      "INSERT INTO thing (k, log, name)"
                      " SELECT $2, $1, name FROM thing WHERE log = $1 AND k < $2",
                      2, 0 },
    [THING_SUM] = { "thing.sum", "SELECT sum(k), max(name), count(*) > 2 FROM thing WHERE log = $1",
                    1, 3 },
    [ENTRY_ADD] = { "entry.add", "INSERT INTO entry (log, seq, body) VALUES ($1, $2, $3)", 3, 0 },
    [ENTRY_CHANGE] = { "entry.change", "UPDATE entry SET body = $2 WHERE log = 1 AND seq = $1", 2,
                       0 },
    [ENTRY_REMOVE] = { "entry.remove", "DELETE FROM entry WHERE log = 1 AND seq = $1", 1, 0 },
    [ENTRY_COUNT] = { "entry.count", "SELECT count(*) FROM entry", 0, 1 },
    [ENTRY_LIST] = { "entry.list", "SELECT seq, body FROM entry WHERE log = $1 ORDER BY seq", 1,
                     2 },
    [NOTHING_AT_ALL] = { "nothing", "SELECT k FROM thing WHERE log = -1 AND k = $1", 1, 1 },
};

bool scratch_is_postgres(void)
{
    return address[0] != 0;
}

struct db *scratch_open(struct scratch *s, struct db_place place)
{
    struct db *d = NULL;
    WORKS(s, db_open(&s->t, &place, &d));
    WORKS(s, db_prepare_all(&s->t, d, statements, COUNT(statements)));
    return d;
}

struct db_place scratch_elsewhere(struct scratch *s, const char *name)
{
    struct db_place p = {
        .encrypted = db_can_encrypt(), .full_sync = true, .create = true, .busy_ms = 50
    };
    memset(p.key, 7, sizeof p.key);
    if (scratch_is_postgres()) {
        p.url = str_from(address);
        p.schema = str_print(s->arena, "%s_%s", s->schema, name);
    } else {
        p.path = str_print(s->arena, "%s/%s.db", s->folder, name);
    }
    return p;
}

int scratch_set_up(void **ret_scratch)
{
    struct scratch *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->arena = arena_open(256 << 20);
    s->t = task_open(s->arena, clock_real());
    snprintf(s->folder, sizeof s->folder, "%s/sightline-db.XXXXXX",
             getenv("TMPDIR") && strlen(getenv("TMPDIR")) < 40 ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->schema, sizeof s->schema, "t%d_%u", (int)getpid(), schemas++);
    s->place = scratch_elsewhere(s, "main");
    snprintf(s->file, sizeof s->file, "%s/main.db", s->folder);
    WORKS(s, db_open(&s->t, &s->place, &s->d));
    WORKS(s, db_schema(&s->t, s->d, str_from(scratch_schema)));
    WORKS(s, db_prepare_all(&s->t, s->d, statements, COUNT(statements)));
    *ret_scratch = s;
    return 0;
}

int scratch_tear_down(void **scratch)
{
    struct scratch *s = *scratch;
    db_fault_none();
    db_close(s->d);
    DIR *folder = opendir(s->folder);
    for (struct dirent *e; folder && (e = readdir(folder)) != NULL;)
        unlinkat(dirfd(folder), e->d_name, 0);
    if (folder)
        closedir(folder);
    rmdir(s->folder);
    arena_close(s->arena);
    free(s);
    return 0;
}

int64_t count_things(struct scratch *s, struct db *d)
{
    int64_t count = -1;
    WORKS(s, db_query_i64(&s->t, d, &statements[THING_COUNT], VALUES(I64(1)), &count));
    return count;
}

status add_thing(struct scratch *s, struct db *d, int64_t k, const char *name)
{
    return db_run(&s->t, d, &statements[THING_ADD],
                  VALUES(I64(1), I64(k), TEXT(str_from(name)), NIL()));
}

static int start_server(const char *up)
{
    const char *given = getenv("SIGHTLINE_TEST_POSTGRES"); /* one server for many suites */
    FILE *out = given ? NULL : popen(up, "r");
    if (given)
        snprintf(address, sizeof address, "%s", given);
    else if (!out || !fgets(address, sizeof address, out))
        address[0] = 0;
    int ended = out ? pclose(out) : 0;
    address[strcspn(address, "\n")] = 0;
    return WIFEXITED(ended) ? WEXITSTATUS(ended) : 1;
}

static void stop_server(const char *down)
{
    char command[512];
    snprintf(command, sizeof command, "%s '%s'", down, address);
    if (!getenv("SIGHTLINE_TEST_POSTGRES") && system(command) != 0)
        fprintf(stderr, "the throw-away server could not be stopped: %s\n", address);
}

int scratch_run(int argc, char **argv, const struct CMUnitTest *tests, size_t count)
{
    crypto_start();
    bool postgres = argc == 4 && strcmp(argv[1], "postgres") == 0;
    int started = postgres ? start_server(argv[2]) : 0;
    if (started != 0)
        return started; /* 77: no server here, which the script has said */
    int failed =
        _cmocka_run_group_tests(postgres ? "PostgreSQL" : "SQLite", tests, count, NULL, NULL);
    if (postgres)
        stop_server(argv[3]);
    return failed;
}
