/* What every test of this room starts from: a task on a stopped clock, and seeded random events. */
#ifndef TEST_JOURNAL_GIVEN_H
#define TEST_JOURNAL_GIVEN_H
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail /* cmocka's macro hides base/status.h's function */
// clang-format on
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "journal/event.h"

struct given {
    struct instant now;
    struct task task;
    uint64_t seed;
};

static inline int given_open(void **state)
{
    struct given *g = calloc(1, sizeof *g);
    assert_non_null(g);
    crypto_start();
    g->now = (struct instant){ INT64_C(1774570000) * SECOND_US };
    g->task = task_open(arena_open((size_t)512 << 20), clock_stopped(&g->now));
    g->seed = 20260327;
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

/* Repeatable, and good enough to reach every branch: splitmix64. */
static inline uint64_t any_of(struct given *g, uint64_t below)
{
    uint64_t z = g->seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (z ^ z >> 31) % below;
}

static inline struct str any_text(struct given *g)
{
    static const char *const pieces[] = {
        "a",       "quiet street",   "\"said\"", "back\\slash", "\n",           "\t",
        "\x01",    "\x1f",           "\x7f",     "Zo\xc3\xab",  "\xe2\x82\xac", "\xf0\x9f\x98\x80",
        "ZZ1 1AA", "by the station", "/",
    };
    struct text x = text_open(g->task.arena, 4096);
    for (uint64_t i = 0, count = 1 + any_of(g, 6); i < count; i++)
        text_addz(&x, pieces[any_of(g, COUNT(pieces))]);
    return text_done(&x);
}

static inline struct str any_codes(struct given *g, enum code_list list)
{
    struct text x = text_open(g->task.arena, 4096);
    for (uint64_t i = 0, count = 1 + any_of(g, 4); i < count; i++) {
        if (i)
            text_addc(&x, ' ');
        text_addz(&x, code_text(list, 1 + (unsigned)any_of(g, code_count(list))));
    }
    return text_done(&x);
}

static inline struct event_value any_value(struct given *g, const struct field_def *f)
{
    struct event_value v = { .given = true };
    switch ((enum field_type)f->type) {
    case FIELD_TEXT: v.text = any_text(g); break;
    case FIELD_CODE:
        v.number = 1 + (int64_t)any_of(g, code_count((enum code_list)f->list));
        v.text = str_from(code_text((enum code_list)f->list, (unsigned)v.number));
        if (any_of(g, 8) == 0)
            v = (struct event_value){ true, 0, any_text(g) };
        break;
    case FIELD_CODES: v.text = any_codes(g, (enum code_list)f->list); break;
    case FIELD_FLAG: v.number = (int64_t)any_of(g, 2); break;
    case FIELD_INT:
        v.number = (int64_t)any_of(g, (UINT64_C(1) << 54) - 1) - ((INT64_C(1) << 53) - 1);
        break;
    case FIELD_DATE: v.number = (int64_t)any_of(g, 3652059) - 719162; break;
    case FIELD_INSTANT:
        v.number = (int64_t)any_of(g, UINT64_C(4000000000000000)) - 1000000000000000;
        break;
    case FIELD_ABOUT: v.number = 1 + (int64_t)any_of(g, UINT64_C(1) << 52); break;
    case FIELD_SUBJECT: v.number = 1 + (int64_t)any_of(g, UINT32_MAX); break;
    case FIELD_RULE: v.text = any_of(g, 2) ? S("return-interview") : S("repeat-3-in-90"); break;
    }
    return v;
}

/* Any event of a kind that the lenient check takes. */
static inline struct event any_event(struct given *g, enum event_kind kind)
{
    const struct kind_def *k = event_kind_def(kind);
    struct event e =
        event_new(kind, 1 + (uint32_t)any_of(g, 1000),
                  (struct instant){ 1 + (int64_t)any_of(g, UINT64_C(2000000000000000)) });
    e.precision = (uint8_t)any_of(g, 6);
    e.role = (uint8_t)any_of(g, ROLES);
    e.channel = (uint8_t)any_of(g, 6);
    e.recorded.us = any_of(g, 4) ? (int64_t)any_of(g, UINT64_C(2000000000)) * SECOND_US : 0;
    e.agency = (uint32_t)any_of(g, 3);
    e.author = (uint32_t)any_of(g, 3);
    e.corrects = any_of(g, 5) ? 0 : 1 + (uint32_t)any_of(g, 9);
    if (any_of(g, 2))
        e.source = any_text(g);
    if (any_of(g, 2))
        random_bytes(e.id.b, sizeof e.id.b);
    if (k->also != SUBJECT_NONE && any_of(g, 2))
        e.also = 2000 + (uint32_t)any_of(g, 100);
    for (unsigned i = 0; i < k->fields; i++) {
        if (k->field[i].required || any_of(g, 3))
            e.value[i] = any_value(g, &k->field[i]);
    }
    return e;
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
