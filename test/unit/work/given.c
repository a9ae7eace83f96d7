/* Makes and removes a register for each test, and says ordinary things to it. */
#include "given.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char address[256]; /* of PostgreSQL; empty: SQLite */
static unsigned registers;

bool given_is_postgres(void)
{
    return address[0] != 0;
}

struct str given_path(struct given *g, const char *file)
{
    return str_print(g->arena, "%s/%s", g->folder, file);
}

struct instant at(struct given *g, const char *iso)
{
    struct instant i = { 0 };
    WORKS(g, instant_parse(&g->t, str_from(iso), &i));
    return i;
}

void now_is(struct given *g, const char *iso)
{
    g->now = at(g, iso);
}

static status open_all(struct given *g, struct task *t)
{
    TRY(store_open(t, g->where, STORE_WRITE, &g->s));
    TRY(writer_open(t, g->s, false, &g->w));
    return reader_open(t, g->s, &g->r);
}

status given_reopen(struct given *g)
{
    g->opened = arena_open(400 << 20);
    struct task t = task_open(g->opened, g->t.clock);
    status opened = open_all(g, &t);
    if (opened == OK)
        return OK;
    given_shut(g);
    return fail(&g->t, opened, "%s", t.reason);
}

void given_shut(struct given *g)
{
    reader_close(g->r);
    writer_close(g->w);
    store_close(g->s);
    arena_close(g->opened);
    g->r = NULL;
    g->w = NULL;
    g->s = NULL;
    g->opened = NULL;
}

void given_reader_again(struct given *g)
{
    reader_close(g->r);
    WORKS(g, reader_open(&g->t, g->s, &g->r));
}

int given_open(void **ret)
{
    struct given *g = calloc(1, sizeof *g);
    assert_non_null(g);
    g->arena = arena_open(900 << 20);
    g->t = task_open(g->arena, clock_stopped(&g->now));
    snprintf(g->folder, sizeof g->folder, "%s/sightline-work.XXXXXX",
             getenv("TMPDIR") && strlen(getenv("TMPDIR")) < 32 ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(g->folder));
    now_is(g, "2026-03-27T20:00:00Z");
    g->where = given_is_postgres()
                   ? str_print(g->arena, "%s#t%d_%u", address, (int)getpid(), registers++)
                   : given_path(g, "register");
    struct store_new n = { .where = g->where, .authority_name = S("Northmere"),
                           .authority_code = S("E06000999"), .nation = S("england") };
    if (given_is_postgres())
        n.key_file = given_path(g, "key");
    if (given_is_postgres())
        setenv("SIGHTLINE_KEY_FILE", str_nul(g->arena, n.key_file), 1);
    WORKS(g, store_init(&g->t, &n));
    WORKS(g, given_reopen(g));
    *ret = g;
    return 0;
}

static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    for (struct dirent *e; folder && (e = readdir(folder)) != NULL;)
        unlinkat(dirfd(folder), e->d_name, 0);
    if (folder)
        closedir(folder);
    rmdir(path);
}

int given_close(void **given)
{
    struct given *g = *given;
    db_fault_none();
    given_shut(g);
    remove_folder(str_nul(g->arena, given_path(g, "register")));
    remove_folder(str_nul(g->arena, given_path(g, "copy")));
    remove_folder(g->folder);
    arena_close(g->arena);
    free(g);
    return 0;
}

/* --- saying things --- */

status say(struct given *g, struct event *e)
{
    TRY(writer_complete(&g->t, g->w, e));
    struct append a = { .events = e, .count = 1, .expected_n = APPEND_ANY };
    return writer_append(&g->t, g->w, &a);
}

void says(struct given *g, enum event_kind kind, uint32_t subject, const char *happened)
{
    struct event e = event_new(kind, subject, at(g, happened));
    WORKS(g, say(g, &e));
}

uint32_t new_subject(struct given *g, enum subject_kind kind)
{
    uint32_t number = 0;
    WORKS(g, writer_subject_new(&g->t, g->w, kind, &number));
    return number;
}

uint32_t a_child(struct given *g, const char *given_name, const char *local_id)
{
    struct event e = event_new(EV_CHILD_REGISTERED, new_subject(g, SUBJECT_CHILD), g->now);
    event_set_text(&e, "given", str_from(given_name));
    event_set_text(&e, "family", S("Example"));
    event_set_text(&e, "local-id", str_from(local_id));
    event_set_number(&e, "born", date_of((struct civil){ 2011, 5, 4 }).days);
    event_set_code(&e, "sex", "F");
    WORKS(g, say(g, &e));
    return e.subject;
}

uint32_t a_home(struct given *g, const char *name)
{
    struct event e = event_new(EV_HOME_REGISTERED, new_subject(g, SUBJECT_HOME), g->now);
    event_set_text(&e, "name", str_from(name));
    event_set_text(&e, "area-code", S("E06000998"));
    WORKS(g, say(g, &e));
    return e.subject;
}

uint32_t an_agency(struct given *g, const char *name, const char *kind)
{
    struct event e = event_new(EV_AGENCY_REGISTERED, new_subject(g, SUBJECT_AGENCY), g->now);
    event_set_text(&e, "name", str_from(name));
    event_set_code(&e, "kind", kind);
    WORKS(g, say(g, &e));
    return e.subject;
}

uint32_t a_person(struct given *g, const char *name)
{
    struct event e = event_new(EV_PERSON_REGISTERED, new_subject(g, SUBJECT_PERSON), g->now);
    event_set_text(&e, "name", str_from(name));
    event_set_number(&e, "agency", g->s->authority);
    WORKS(g, say(g, &e));
    return e.subject;
}

void holds(struct given *g, uint32_t person, const char *role, uint32_t of, const char *since)
{
    struct event e = event_new(EV_INVOLVEMENT_STARTED, of, at(g, since));
    event_set_code(&e, "role", role);
    event_set_number(&e, "person", person);
    WORKS(g, say(g, &e));
}

void is_placed(struct given *g, uint32_t child, uint32_t home, const char *since)
{
    struct event care = event_new(EV_CARE_STARTED, child, at(g, since));
    event_set_code(&care, "legal-status", "C2");
    event_set_code(&care, "need", "N1");
    WORKS(g, say(g, &care));
    struct event e = event_new(EV_PLACEMENT_STARTED, child, at(g, since));
    event_set_code(&e, "type", "K2");
    event_set_code(&e, "area", "distant");
    event_set_number(&e, "distance", 423);
    if (home != 0)
        event_set_number(&e, "home", home);
    WORKS(g, say(g, &e));
}

struct event missing(struct given *g, uint32_t child, const char *happened)
{
    struct event e = event_new(EV_MISSING_REPORTED, child, at(g, happened));
    event_set_code(&e, "class", "M");
    event_set_text(&e, "circumstances", S("did not come back from the park"));
    event_set_text(&e, "wearing", S("a red coat"));
    event_set_number(&e, "last-seen", at(g, happened).us - HOUR_US);
    return e;
}

struct str digest(struct given *g)
{
    struct str hex = S("");
    WORKS(g, derived_digest(&g->t, g->s->derived, g->s->log, &hex));
    return hex;
}

/* --- running --- */

int given_run(int argc, char **argv, const struct CMUnitTest *tests, size_t count)
{
    crypto_start();
    bool server = argc >= 4 && strcmp(argv[1], "postgres") == 0;
    const char *named = getenv("SIGHTLINE_TEST_POSTGRES");
    if (server && named) {
        snprintf(address, sizeof address, "%s", named);
    } else if (server) {
        FILE *out = popen(argv[2], "r");
        if (!out || !fgets(address, sizeof address, out))
            address[0] = 0;
        int ended = out ? pclose(out) : 0;
        address[strcspn(address, "\n")] = 0;
        if (address[0] == 0)
            return WIFEXITED(ended) ? WEXITSTATUS(ended) : 1;
    }
    int failed = _cmocka_run_group_tests("work", tests, count, NULL, NULL);
    if (server && !named) {
        char command[512];
        snprintf(command, sizeof command, "%s '%s'", argv[3], address);
        if (system(command) != 0)
            print_error("the server did not stop: %s\n", address);
    }
    return failed;
}
