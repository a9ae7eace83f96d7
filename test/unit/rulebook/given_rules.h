/* What every test of this room starts from: a task, England's calendar, and rules from text. */
#ifndef TEST_RULEBOOK_GIVEN_RULES_H
#define TEST_RULEBOOK_GIVEN_RULES_H
#include "base/clock.h"
#include "base/hash.h"
#include "base/task.h"
#include "rulebook/rulebook.h"

/* clang-format off: cmocka needs these before it, and takes the name `fail` */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#undef fail
/* clang-format on */

struct given {
    struct instant now;
    struct task task;
    const struct calendar *calendar;
    struct rulebook *england;
};

static inline int given_open(void **state)
{
    struct given *g = calloc(1, sizeof *g);
    assert_non_null(g);
    crypto_start();
    g->now = uk_midnight(date_of((struct civil){ 2026, 4, 1 }));
    g->task = task_open(arena_open(1 << 30), clock_stopped(&g->now));
    status s = rulebook_load_embedded(&g->task, "england", S(""), &g->calendar, &g->england);
    if (s != OK)
        print_error("%s\n", g->task.reason);
    *state = g;
    return s != OK;
}

static inline int given_close(void **state)
{
    struct given *g = *state;
    arena_close(g->task.arena);
    free(g);
    return 0;
}

static inline status load_text(struct given *g, const char *text, const char *local,
                               struct rulebook **ret)
{
    struct rule_source files[] = { { S("t.rules"), str_from(text), false },
                                   { S("local.rules"), str_from(local), true } };
    return rulebook_load(&g->task, files, local ? 2 : 1, g->calendar, NULL, ret);
}

#define RUN(tests) cmocka_run_group_tests(tests, given_open, given_close)
#endif
