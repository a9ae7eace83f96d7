/* A register of its own for each test: a folder or a schema, a stopped clock, and people.
 *
 * Everyone here is made up. */
#ifndef TEST_WORK_GIVEN_H
#define TEST_WORK_GIVEN_H
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail /* cmocka's macro hides base/status.h's function */
// clang-format on
#include "base/hash.h"
#include "work/look.h"
#include "work/notice.h"
#include "work/writer.h"

struct given {
    struct arena *arena, *opened; /* opened: what lives as long as the open register */
    struct task t;
    struct instant now;
    char folder[64];
    struct str where, key; /* key: of a register on a server */
    struct store *s;
    struct writer *w;
    struct reader *r;
};

/* Arguments: `sqlite`, or `postgres UP DOWN`. Returns 77 when there is no server. */
int given_run(int argc, char **argv, const struct CMUnitTest *tests, size_t count);
bool given_is_postgres(void);
#define CASE(test) cmocka_unit_test_setup_teardown(test, given_open, given_close)
int given_open(void **ret); /* a register, opened to write, with a writer and a reader */
int given_close(void **given);

/* Closes all and opens again: `mode` as for store_open. The status is that of store_open. */
void given_shut(struct given *g);
status given_reopen(struct given *g);
void given_reader_again(struct given *g);
struct str given_path(struct given *g, const char *file);

struct instant at(struct given *g, const char *iso);
void now_is(struct given *g, const char *iso);

uint32_t new_subject(struct given *g, enum subject_kind kind);
uint32_t a_child(struct given *g, const char *given_name, const char *local_id);
uint32_t a_home(struct given *g, const char *name);
uint32_t an_agency(struct given *g, const char *name, const char *kind);
uint32_t a_person(struct given *g, const char *name);
void holds(struct given *g, uint32_t person, const char *role, uint32_t of, const char *since);
/* Looked after since a year before, in a home; returns the placement. */
void is_placed(struct given *g, uint32_t child, uint32_t home, const char *since);
/* Completed by the writer, then appended alone. */
status say(struct given *g, struct event *e);
void says(struct given *g, enum event_kind kind, uint32_t subject, const char *happened);
struct event missing(struct given *g, uint32_t child, const char *happened);
struct str digest(struct given *g);

#define WORKS(g, call)                                                                            \
    do {                                                                                          \
        status got_ = (call);                                                                     \
        if (got_ != OK) {                                                                         \
            print_error("%s gave %s: %s\n", #call, status_name(got_), (g)->t.reason);             \
            _fail(__FILE__, __LINE__);                                                            \
        }                                                                                         \
    } while (0)
#define GIVES(g, expected, call)                                                                  \
    do {                                                                                          \
        status got_ = (call);                                                                     \
        if (got_ != (expected)) {                                                                 \
            print_error("%s gave %s, not %s: %s\n", #call, status_name(got_),                     \
                        status_name(expected), (g)->t.reason);                                    \
            _fail(__FILE__, __LINE__);                                                            \
        }                                                                                         \
    } while (0)
#define SAYS(g, part) assert_non_null(strstr((g)->t.reason, part))
#define SAME(a, b)                                                                                \
    do {                                                                                          \
        struct str a_ = (a), b_ = (b);                                                            \
        if (!str_equal(a_, b_)) {                                                                 \
            print_error("got    %.*s\nwanted %.*s\n", STR_ARG(a_), STR_ARG(b_));                  \
            _fail(__FILE__, __LINE__);                                                            \
        }                                                                                         \
    } while (0)

#endif
