/* A register whose clock runs, with rules of its own and a child with people. */
#ifndef TEST_WORK_CLOCKED_H
#define TEST_WORK_CLOCKED_H
#include "given.h"
#include "work/clockwork.h"

struct clocked {
    struct given *g;
    struct clockwork *c;
    uint32_t child, worker, manager, head, director;
};

/* Its clock has run since 2026-03-27T20:00Z. */
struct clocked clocked(struct given *g);
void open_clock(struct clocked *x);
void again(struct clocked *x); /* all is closed and opened anew */
struct clock_done run_at(struct clocked *x, const char *iso);
void absent(struct clocked *x, const char *happened); /* local-call and local-silence begin */
/* The steps of the rules below in a stream, one a line: kind, rule, step, instant. */
struct str steps_of(struct clocked *x, uint32_t subject);
size_t lines_of(struct str text);
/* How often someone was told so of the rules below. */
uint32_t told_step(struct clocked *x, uint32_t subject, uint32_t person, unsigned step);
void same_when_folded_anew(struct clocked *x);

/* As given_run, with local-call, local-silence (over children), local-answer and local-told (over
 * homes): what the nation's rules say changes with the law. */
int clocked_run(int argc, char **argv, const struct CMUnitTest *tests, size_t count);

#endif
