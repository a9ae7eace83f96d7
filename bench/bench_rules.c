/* How many events a second one core folds under all of England's rules: streams of 50 events. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/task.h"
#include "rulebook/rulebook.h"

enum {
    CHILDREN = 20000,
    EVENTS = 50,
    ROUNDS = 5
};

static uint64_t seed = 20260327;

static uint32_t below(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % n;
}

struct stream {
    struct fact *at;
    uint32_t count;
    int64_t now;
    uint64_t episode, placement;
};

static struct fact *said(struct stream *s, enum event_kind kind, uint64_t about, uint8_t code)
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

static void later(struct stream *s, uint32_t hours)
{
    s->now += (int64_t)(1 + below(hours)) * HOUR_US;
}

static void one_placement(struct stream *s)
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

static void one_absence(struct stream *s)
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

static void fill(struct stream *s)
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

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double round_of(const struct rulebook *b, const struct calendar *c, struct fact *all,
                       struct evaluation *e, uint64_t *ret_instances)
{
    double from = seconds();
    *ret_instances = 0;
    for (uint32_t i = 0; i < CHILDREN; i++) {
        if (b) {
            rulebook_evaluate(b, c, SUBJECT_CHILD, all + i * EVENTS, EVENTS, e);
            *ret_instances += e->count;
            continue;
        }
        child_start(&e->child);
        for (uint32_t k = 0; k < EVENTS; k++)
            child_step(&e->child, &all[i * EVENTS + k]);
    }
    return seconds() - from;
}

int main(void)
{
    struct instant now = { 0 };
    struct task t = task_open(arena_open(1 << 30), clock_stopped(&now));
    const struct calendar *c;
    struct rulebook *b;
    crypto_start();
    if (rulebook_load_embedded(&t, "england", S(""), &c, &b) != OK) {
        fprintf(stderr, "%s\n", t.reason);
        return 1;
    }
    struct fact *all = NEWS(t.arena, struct fact, CHILDREN * EVENTS);
    struct evaluation *e = NEW(t.arena, struct evaluation);
    for (uint32_t i = 0; i < CHILDREN; i++) {
        struct stream s = { .at = all + i * EVENTS };
        fill(&s);
        MUST(facts_in_order(s.at, s.count) == EVENTS);
    }
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t instances, none;
        double whole = round_of(b, c, all, e, &instances);
        double fold = round_of(NULL, c, all, e, &none);
        double events = (double)CHILDREN * EVENTS;
        printf("%zu rules, %.0f events: %.2f M events a second of processor time (%.0f ns each, "
               "the fold %.0f);"
               " %.1f duties and alarms a child\n",
               rulebook_count(b), events, events / whole / 1e6, whole / events * 1e9,
               fold / events * 1e9, (double)instances / CHILDREN);
    }
    arena_close(t.arena);
    return 0;
}
