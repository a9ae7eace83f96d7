/* What the tests of this room start from: a task on a stopped clock, streams without a journal. */
#ifndef TEST_REGISTER_GIVEN_H
#define TEST_REGISTER_GIVEN_H
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail /* cmocka's macro hides base/status.h's function */
// clang-format on
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/time.h"
#include "register/file.h"

struct given {
    struct instant now;
    struct task task;
};

static inline int given_open(void **state)
{
    struct given *g = calloc(1, sizeof *g);
    assert_non_null(g);
    crypto_start();
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

#define SAME(got, wanted) same_text((got), (wanted), __FILE__, __LINE__)
static inline void same_text(struct str got, const char *wanted, const char *file, int line)
{
    if (str_is(got, wanted))
        return;
    print_error("wanted: %s\n   got: %.*s\n", wanted, STR_ARG(got));
    _fail(file, line);
}
#define RUN(tests) cmocka_run_group_tests(tests, given_open, given_close)

/* "2026-03-27T02:10Z" or a reason to stop: tests write instants as people do. */
static inline struct instant at_utc(struct task *t, const char *iso)
{
    struct instant i;
    if (instant_parse(t, str_from(iso), &i) != OK) {
        print_error("not an instant: %s\n", iso);
        abort();
    }
    return i;
}

/* An event like `{ EV_CARE_STARTED, "2026-01-01T09:00Z", "legal-status=C2 need=N1" }`: fields with
 * one space between, `_` for a space inside; about fields and numbers as digits; flags as 1. */
struct said {
    enum event_kind kind;
    const char *happened, *fields;
    uint32_t corrects, also;
    const char *recorded; /* NULL: as happened */
};

static inline void said_field(struct task *t, struct event *e, struct str pair)
{
    struct str name, value;
    unsigned at;
    if (!str_cut(pair, '=', &name, &value))
        abort();
    const struct field_def *f = event_field_def(e->kind, name, &at);
    if (f == NULL) {
        print_error("no field %.*s\n", STR_ARG(name));
        abort();
    }
    char *text = str_nul(t->arena, value);
    for (char *c = text; *c; c++)
        *c = *c == '_' ? ' ' : *c;
    bool digits = f->type == FIELD_FLAG || f->type == FIELD_INT || f->type == FIELD_ABOUT ||
                  f->type == FIELD_SUBJECT;
    if (digits)
        event_set_number(e, f->name, strtoll(text, NULL, 10));
    else
        event_set_text(e, f->name, str_from(text));
}

static inline struct event said_event(struct task *t, const struct said *s, uint32_t subject,
                                      uint32_t n)
{
    struct event e = event_new(s->kind, subject, at_utc(t, s->happened));
    e.recorded = s->recorded ? at_utc(t, s->recorded) : e.happened;
    e.corrects = s->corrects;
    e.also = s->also;
    e.n = n;
    struct str one, rest = str_from(s->fields ? s->fields : "");
    while (str_cut(rest, ' ', &one, &rest))
        said_field(t, &e, one);
    if (rest.len > 0)
        said_field(t, &e, rest);
    return e;
}

/* A stream as stream_read would give it; `given` ends with kind EV_NONE. */
static inline struct stream said_stream(struct task *t, const struct said *given, uint32_t subject)
{
    struct stream s = { .subject = subject };
    while (given[s.count].kind != EV_NONE)
        s.count++;
    s.length = s.count;
    s.fact = NEWS(t->arena, struct fact, s.count + 1);
    s.payload = NEWS(t->arena, struct str, s.count + 1);
    s.seq = NEWS(t->arena, int64_t, s.count + 1);
    for (uint32_t i = 0; i < s.count; i++) {
        struct event e = said_event(t, &given[i], subject, i + 1);
        if (event_encode(t, &e, &s.payload[i]) != OK) {
            print_error("%s\n", t->reason);
            abort();
        }
        s.fact[i] = fact_of(&e);
        s.seq[i] = i;
    }
    return s;
}

/* One state for all tests: it is large, and child_start must be enough to use it again. */
static inline struct child_state *folded(struct task *t, const struct stream *s)
{
    static struct child_state state;
    struct fact *f;
    uint32_t count = stream_facts(t, s, &f);
    child_start(&state);
    for (uint32_t i = 0; i < count; i++)
        child_step(&state, &f[i]);
    return &state;
}

#endif
