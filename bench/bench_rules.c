/* How many events a second one core folds under all of England's rules.
 *
 * bench_rules [CHILDREN [ROUNDS]]: 20,000 and 5 when not said. Three kinds of stream: made up by
 * drawing (dense with what opens duties), lives of the simulated world, and that world's homes. */
#include "alarm_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/task.h"

enum {
    CHILDREN = 20000,
    EVENTS = 50,
    ROUNDS = 5,
    YEARS = 1
};

static uint64_t seed = 20260327;

static uint32_t below(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % n;
}

struct drawn {
    struct fact *at;
    uint32_t count;
    int64_t now;
    uint64_t episode, placement;
};

static struct fact *said(struct drawn *s, enum event_kind kind, uint64_t about, uint8_t code)
{
    if (s->count == EVENTS)
        s->count--;
    struct fact *f = &s->at[s->count++];
    *f = (struct fact){ .happened = s->now,
                        .recorded = s->now + HOUR_US,
                        .n = s->count,
                        .kind = (uint16_t)kind,
                        .precision = 1,
                        .code = code,
                        .about = about };
    return f;
}

static void later(struct drawn *s, uint32_t hours)
{
    s->now += (int64_t)(1 + below(hours)) * HOUR_US;
}

static void one_placement(struct drawn *s)
{
    s->placement++;
    said(s, EV_PLACEMENT_APPROVED, s->placement, 1)->flags = below(128);
    said(s, EV_PLACEMENT_NOTIFIED, s->placement, 0)->flags = below(1u << 21);
    later(s, 48);
    struct fact *f = said(s, EV_PLACEMENT_STARTED, s->placement, (uint8_t)(6 + below(22)));
    f->flags = 4 | (1 + below(3)) << 8 | 1 << 12 | below(2) << 15;
    f->number = below(900);
    later(s, 72);
    said(s, EV_PLACEMENT_PLAN_AGREED, s->placement, 0)->flags = 1;
}

static void one_absence(struct drawn *s)
{
    s->episode++;
    said(s, EV_MISSING_REPORTED, s->episode, 1);
    said(s, EV_POLICE_TOLD, s->episode, 0);
    said(s, EV_RISK_GRADED, s->episode, (uint8_t)(3 + below(2)));
    said(s, EV_MISSING_TOLD, s->episode, 0)->flags = below(1u << 12);
    later(s, 30);
    said(s, EV_CHILD_RETURNED, s->episode, 1);
    said(s, EV_PREVENTION_INTERVIEW_HELD, s->episode, 0);
    later(s, 80);
    said(s, below(3) ? EV_RETURN_INTERVIEW_HELD : EV_RETURN_INTERVIEW_DECLINED, s->episode, 0);
}

static void fill(struct drawn *s)
{
    s->now = INT64_C(1700000000) * SECOND_US + (int64_t)below(9000) * HOUR_US;
    said(s, EV_CHILD_REGISTERED, 0, 1)->number = 14000 + below(5000);
    said(s, EV_CARE_STARTED, 1, (uint8_t)(1 + below(5)));
    one_placement(s);
    while (s->count < EVENTS) {
        uint32_t what = below(10);
        later(s, 24 * 14);
        if (what < 4)
            said(s, EV_VISIT_MADE, s->placement, 0)->flags = 3;
        else if (what < 8)
            one_absence(s);
        else if (what == 8)
            said(s, EV_REVIEW_HELD, 0, 2);
        else if (below(3) == 0)
            one_placement(s);
        else
            said(s, EV_HEALTH_ASSESSED, 0, 2);
    }
}

/* Streams one after the other, each as the register would fold it. */
struct streams {
    const char *name;
    enum subject_kind kind;
    struct fact *fact;
    size_t *end; /* of each stream */
    size_t count, events;
};

static void streams_make(struct streams *s, size_t streams, size_t events)
{
    s->fact = calloc(events + 1, sizeof *s->fact);
    s->end = calloc(streams + 1, sizeof *s->end);
    MUST(s->fact && s->end);
}

static void streams_free(struct streams *s)
{
    free(s->fact);
    free(s->end);
}

static struct streams made_up(size_t children)
{
    struct streams all = { .name = "made up", .kind = SUBJECT_CHILD };
    streams_make(&all, children, children * EVENTS);
    for (size_t i = 0; i < children; i++) {
        struct drawn s = { .at = all.fact + all.events };
        fill(&s);
        MUST(facts_in_order(s.at, s.count) == EVENTS);
        all.events += EVENTS;
        all.end[all.count++] = all.events;
    }
    return all;
}

static struct streams simulated(const struct measured *m, enum subject_kind kind, const char *name)
{
    struct streams all = { .name = name, .kind = kind };
    size_t events = 0;
    for (size_t i = 0; i < m->subjects; i++)
        events += m->subject[i].kind == kind ? m->subject[i].count : 0;
    streams_make(&all, m->subjects, events);
    for (size_t i = 0; i < m->subjects; i++) {
        const struct subject *s = &m->subject[i];
        if (s->kind != kind || s->count == 0)
            continue;
        memcpy(&all.fact[all.events], s->fact, s->count * sizeof *s->fact);
        all.events += facts_in_order(&all.fact[all.events], s->count);
        all.end[all.count++] = all.events;
    }
    return all;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct book {
    const struct rulebook *rules;
    const struct calendar *calendar;
    struct evaluation *evaluation;
};

static double judge(const struct book *b, const struct streams *s, uint64_t *ret_instances)
{
    double from = seconds();
    *ret_instances = 0;
    for (size_t i = 0, at = 0; i < s->count; at = s->end[i++]) {
        rulebook_evaluate(b->rules, b->calendar, s->kind, s->fact + at, (uint32_t)(s->end[i] - at),
                          b->evaluation);
        *ret_instances += b->evaluation->count;
    }
    return seconds() - from;
}

static double fold_alone(const struct book *b, const struct streams *s)
{
    double from = seconds();
    for (size_t i = 0, at = 0; i < s->count; at = s->end[i++]) {
        child_start(&b->evaluation->child);
        for (size_t k = at; k < s->end[i]; k++)
            child_step(&b->evaluation->child, &s->fact[k]);
    }
    return seconds() - from;
}

static void measure(const struct book *b, const struct streams *s, long rounds)
{
    double events = (double)s->events;
    printf("%s: %zu streams, %.1f events each\n", s->name, s->count, events / (double)s->count);
    while (rounds-- > 0) {
        uint64_t instances;
        double whole = judge(b, s, &instances);
        printf("  %.2f M events a second of processor time (%.0f ns each", events / whole / 1e6,
               whole / events * 1e9);
        if (s->kind == SUBJECT_CHILD)
            printf(", the fold %.0f", fold_alone(b, s) / events * 1e9);
        printf("); %.1f duties and alarms each\n", (double)instances / (double)s->count);
    }
}

int main(int argc, char **argv)
{
    size_t children = argc > 1 ? strtoul(argv[1], NULL, 10) : CHILDREN;
    long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : ROUNDS;
    struct instant now = { 0 };
    struct task t = task_open(arena_open(1 << 30), clock_stopped(&now));
    struct rulebook *rules;
    struct book b = { .evaluation = NEW(t.arena, struct evaluation) };
    crypto_start();
    if (rulebook_load_embedded(&t, "england", S(""), &b.calendar, &rules) != OK) {
        fprintf(stderr, "%s\n", t.reason);
        return 1;
    }
    b.rules = rules;
    printf("%zu rules\n", rulebook_count(rules));
    struct streams s = made_up(children);
    measure(&b, &s, rounds);
    streams_free(&s);

    struct measured m = { .arena = t.arena, .t = t };
    m.plan = (struct world_plan){ .seed = 5,
                                  .children = (uint32_t)children,
                                  .years = YEARS,
                                  .until = uk_midnight(date_of((struct civil){ 2026, 4, 1 })),
                                  .authority = 1,
                                  .first_subject = 2 };
    alarm_world_make(&m);
    s = simulated(&m, SUBJECT_CHILD, "children of the simulated world");
    measure(&b, &s, rounds);
    streams_free(&s);
    s = simulated(&m, SUBJECT_HOME, "its homes");
    measure(&b, &s, rounds);
    streams_free(&s);
    arena_close(t.arena);
    return 0;
}
