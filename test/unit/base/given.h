/* What every test of this room starts from: a task on a stopped clock. */
#ifndef TEST_BASE_GIVEN_H
#define TEST_BASE_GIVEN_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* cmocka's word; here it is ours, so what was built on it is built anew */
#undef fail_msg
#define fail_msg(...)                                                                             \
    do {                                                                                          \
        print_error(__VA_ARGS__);                                                                 \
        print_error("\n");                                                                        \
        _fail(__FILE__, __LINE__);                                                                \
    } while (0)

#include "base/log.h"
#include "base/task.h"

struct given {
    struct instant now;
    struct task task;
};

static inline int given_open(void **state)
{
    struct given *g = calloc(1, sizeof *g);
    assert_non_null(g);
    g->task = task_open(arena_open(256 << 20), clock_stopped(&g->now));
    *state = g;
    return 0;
}

static inline int given_close(void **state)
{
    struct given *g = *state;
    arena_close(g->task.arena);
    free(g);
    return 0;
}

static inline struct task *given_task(void **state)
{
    struct given *g = *state;
    return &g->task;
}

/* Compares and, on a difference, shows both: rows of a table need telling apart. */
#define SAME(got, wanted) same_text((got), (wanted), __FILE__, __LINE__)
static inline void same_text(struct str got, const char *wanted, const char *file, int line)
{
    if (str_is(got, wanted))
        return;
    print_error("wanted: %s\n   got: %.*s\n", wanted, STR_ARG(got));
    _fail(file, line);
}

#define RUN(tests) cmocka_run_group_tests(tests, given_open, given_close)
#endif
