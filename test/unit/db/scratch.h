/* A fresh database of either engine for each test, and what several suites ask of it. */
#ifndef TEST_DB_SCRATCH_H
#define TEST_DB_SCRATCH_H
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail /* cmocka's macro hides base/status.h's function */
// clang-format on
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "db/db.h"

struct scratch {
    struct arena *arena;
    struct task t;
    char folder[64], file[96];
    char schema[32];
    struct db_place place;
    struct db *d;
};

/* Arguments: `sqlite`, or `postgres UP DOWN`, the scripts that start and end a throw-away server;
 * SIGHTLINE_TEST_POSTGRES may name one that runs. Returns 77 when there is none. */
int scratch_run(int argc, char **argv, const struct CMUnitTest *tests, size_t count);
#define CASE(test) cmocka_unit_test_setup_teardown(test, scratch_set_up, scratch_tear_down)
bool scratch_is_postgres(void);

int scratch_set_up(void **ret_scratch); /* open, with the tables and statements below */
int scratch_tear_down(void **scratch);
struct db *scratch_open(struct scratch *s, struct db_place place);
struct db_place scratch_elsewhere(struct scratch *s, const char *name);

/* thing(log, k, name, body) and entry(log, seq, body), the latter append-only. */
enum thing_statement {
    THING_ADD,
    THING_GET,
    THING_COUNT,
    THING_LIST,
    THING_RENAME,
    THING_REMOVE,
    THING_CLEAR,
    THING_MIXED,
    THING_SUM,
    ENTRY_ADD,
    ENTRY_CHANGE,
    ENTRY_REMOVE,
    ENTRY_COUNT,
    ENTRY_LIST,
    NOTHING_AT_ALL,
    STATEMENTS
};
extern const struct statement statements[STATEMENTS];
extern const char scratch_schema[];

int64_t count_things(struct scratch *s, struct db *d);
status add_thing(struct scratch *s, struct db *d, int64_t k, const char *name);

/* Fails the test with the reason that the program would give a person. */
#define WORKS(s, call)                                                                             \
    do {                                                                                           \
        status got_ = (call);                                                                      \
        if (got_ != OK) {                                                                          \
            print_error("%s gave %s: %s\n", #call, status_name(got_), (s)->t.reason);              \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)
#define GIVES(s, expected, call)                                                                   \
    do {                                                                                           \
        status got_ = (call);                                                                      \
        if (got_ != (expected)) {                                                                  \
            print_error("%s gave %s, not %s: %s\n", #call, status_name(got_),                      \
                        status_name(expected), (s)->t.reason);                                     \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)
#define VALUES(...) (struct value[]){ __VA_ARGS__ }, COUNT(((struct value[]){ __VA_ARGS__ }))

#endif
