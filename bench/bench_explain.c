/* What an explanation costs in processor time: one child with 5,000 entries, the rules asked most.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/hash.h"
#include "base/task.h"
#include "rulebook/rulebook.h"

enum {
    ENTRIES = 5000,
    ROUNDS = 20
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct life {
    struct fact *at;
    uint32_t count;
    int64_t now;
};

static void said(struct life *l, enum event_kind kind, uint64_t about, uint8_t code, int hours)
{
    if (l->count == ENTRIES)
        return;
    l->now += hours * HOUR_US;
    l->at[l->count] = (struct fact){ .happened = l->now,
                                     .recorded = l->now,
                                     .n = l->count + 1,
                                     .kind = (uint16_t)kind,
                                     .precision = 1,
                                     .code = code,
                                     .about = about };
    l->count++;
}

/* Away once a fortnight with all that is done in such a night, moved every quarter, visited every
 * three weeks: eight years of a child whose file is as thick as any. */
static void fill(struct life *l)
{
    uint64_t episode = 0, placement = 0;
    said(l, EV_CHILD_REGISTERED, 0, 1, 0);
    l->at[0].number = 14500;
    said(l, EV_CARE_STARTED, 1, 1, 1);
    for (int week = 0; l->count < ENTRIES; week++) {
        if (week % 13 == 0)
            said(l, EV_PLACEMENT_STARTED, ++placement, 26, 1);
        if (week % 3 == 0)
            said(l, EV_VISIT_MADE, placement, 0, 1);
        if (week % 26 == 0)
            said(l, EV_REVIEW_HELD, 0, 2, 1);
        said(l, EV_PROFILE_UPDATED, 0, 0, 84);
        if (week % 2 == 0)
            continue;
        said(l, EV_MISSING_REPORTED, ++episode, 1, 60);
        said(l, EV_POLICE_TOLD, episode, 0, 0);
        said(l, EV_MISSING_TOLD, episode, 0, 0);
        said(l, EV_RISK_GRADED, episode, 3, 1);
        for (int step = 0; step < 12; step++)
            said(l, step % 4 ? EV_ENQUIRY_MADE : EV_SIGHTING_RECORDED, episode, 0, 0);
        said(l, EV_CHILD_RETURNED, episode, 1, 5);
        said(l, EV_PREVENTION_INTERVIEW_HELD, episode, 0, 2);
        said(l, EV_RETURN_INTERVIEW_OFFERED, episode, 0, 1);
        said(l, EV_RETURN_INTERVIEW_HELD, episode, 0, 10);
        said(l, EV_SAFETY_PLAN_CHANGED, episode, 0, 2);
    }
}

int main(void)
{
    static const char *const rules[] = { "return-interview-held", "statutory-visit",
                                         "repeat-3-in-90", "review-first" };
    struct instant now = { 0 };
    struct task t = task_open(arena_open(2u << 30), clock_stopped(&now));
    const struct calendar *c;
    struct rulebook *b;
    crypto_start();
    if (rulebook_load_embedded(&t, str_nul(t.arena, nation_default()), S(""), &c, &b) != OK) {
        fprintf(stderr, "%s\n", t.reason);
        return 1;
    }
    struct life l = { .at = NEWS(t.arena, struct fact, ENTRIES),
                      .now = uk_midnight(date_of((struct civil){ 2014, 3, 3 })).us };
    fill(&l);
    MUST(facts_in_order(l.at, l.count) == ENTRIES);
    struct subject_facts of = { SUBJECT_CHILD, l.at, l.count };
    struct evaluation *e = NEW(t.arena, struct evaluation);
    double before = seconds();
    rulebook_evaluate(b, c, SUBJECT_CHILD, l.at, l.count, e);
    printf("%-22s %d entries: %.2f ms, %u duties and alarms\n", "(all rules once)", ENTRIES,
           (seconds() - before) * 1e3, e->count);
    for (size_t i = 0; i < COUNT(rules); i++) {
        double worst = 0, all = 0;
        size_t bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            struct str words;
            struct arena_mark mark = arena_mark(t.arena);
            double from = seconds();
            MUST(rulebook_explain(&t, b, c, &of, str_from(rules[i]), l.now, &words) == OK);
            double took = seconds() - from;
            worst = took > worst ? took : worst;
            all += took;
            bytes = words.len;
            arena_rewind(t.arena, mark);
        }
        printf("%-22s %d entries: %.2f ms, at worst %.2f ms, for %zu KiB of words\n", rules[i],
               ENTRIES, all / ROUNDS * 1e3, worst * 1e3, bytes >> 10);
    }
    arena_close(t.arena);
    return 0;
}
