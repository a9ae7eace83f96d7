/* Folds one subject: the register's rows, then those of the rulebook. */
#include "work/fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "register/placement_standing.h"
#include "work/duty_rows.h"

enum { FACTS_FIRST = 1024 };

struct folding *folding_open(struct task *t, const struct store *s)
{
    struct folding *f = NEW(t->arena, struct folding);
    f->rules = s->rules;
    f->calendar = s->calendar;
    f->store = s;
    f->evaluation = NEW(t->arena, struct evaluation);
    child_start(&f->evaluation->child);
    return f;
}

void folding_close(struct folding *f)
{
    if (!f || f->room == 0)
        return;
    wipe(f->facts, f->room * sizeof *f->facts);
    free(f->facts);
    f->facts = NULL;
    f->room = 0;
}

static struct fact *facts_room(struct folding *f, size_t count)
{
    if (count > f->room) {
        size_t room = f->room ? f->room : FACTS_FIRST;
        while (room < count)
            room *= 2;
        folding_close(f);
        f->facts = calloc(room, sizeof *f->facts);
        MUST(f->facts);
        f->room = room;
    }
    return f->facts;
}

const struct evaluation *fold_subject(struct folding *f, enum subject_kind kind,
                                      const struct stream *s, uint32_t until_n)
{
    uint32_t count = until_n < s->count ? until_n : s->count;
    struct fact *facts = facts_room(f, count ? count : 1);
    if (count > 0)
        memcpy(facts, s->fact, count * sizeof *facts);
    count = facts_in_order(facts, count);
    rulebook_evaluate(f->rules, f->calendar, kind, facts, count, f->evaluation);
    return f->evaluation;
}

const struct evaluation *fold_child(struct folding *f, const struct stream *s, uint32_t until_n)
{
    return fold_subject(f, SUBJECT_CHILD, s, until_n);
}

bool fold_has_rows(enum subject_kind kind)
{
    switch (kind) {
    case SUBJECT_CHILD:
    case SUBJECT_HOME:
    case SUBJECT_PERSON:
    case SUBJECT_AGENCY:
    case SUBJECT_PLACE: return true;
    case SUBJECT_NONE:
    case SUBJECT_LOG:
    case SUBJECT_ANY: return false;
    }
    return false;
}

bool fold_has_rules(enum subject_kind kind)
{
    return fold_has_rows(kind) && kind != SUBJECT_PERSON;
}

static void ruled_rows(struct task *t, struct folding *f, enum subject_kind kind,
                       const struct stream *s, struct derived_rows *ret)
{
    fold_subject(f, kind, s, s->count);
    if (kind == SUBJECT_CHILD) {
        struct child_words w = child_words_of(t, s);
        child_rows(t, s, &f->evaluation->child, &w, ret);
        owed_rows(f, ret);
    }
    f->next_us = duty_rows(t, f, kind, s, ret);
}

void fold_rows(struct task *t, struct folding *f, enum subject_kind kind, const struct stream *s,
               struct derived_rows *ret)
{
    f->next_us = INT64_MAX;
    if (kind == SUBJECT_HOME)
        home_rows(t, s, ret);
    else if (kind == SUBJECT_AGENCY)
        agency_rows(t, s, ret);
    else if (kind == SUBJECT_PERSON)
        person_rows(t, s, ret);
    else if (kind == SUBJECT_PLACE)
        place_rows(t, s, ret);
    if (fold_has_rules(kind))
        ruled_rows(t, f, kind, s, ret);
}

struct whereabouts whereabouts_of(struct task *t, enum subject_kind kind, const struct stream *s,
                                  const struct evaluation *e)
{
    switch (kind) {
    case SUBJECT_CHILD:
        return (struct whereabouts){ s->subject, placement_home(t, s, placement_now(&e->child)) };
    case SUBJECT_HOME:
    case SUBJECT_AGENCY: return (struct whereabouts){ 0, s->subject };
    case SUBJECT_NONE:
    case SUBJECT_PERSON:
    case SUBJECT_PLACE:
    case SUBJECT_LOG:
    case SUBJECT_ANY: break;
    }
    return (struct whereabouts){ 0, 0 };
}

uint32_t placement_home(struct task *t, const struct stream *s, const struct placement *p)
{
    if (!p)
        return 0;
    struct event e = stream_event_at(t, s, p->started_n);
    if (e.kind != EV_PLACEMENT_STARTED)
        return 0;
    int64_t home = event_number(&e, "home");
    return home > 0 && home <= UINT32_MAX ? (uint32_t)home : e.also;
}

const struct placement *placement_now(const struct child_state *c)
{
    if (c->placement_now == 0)
        return NULL;
    for (uint32_t i = c->placements; i-- > 0;) {
        if (c->placement[i].id == c->placement_now)
            return &c->placement[i];
    }
    return NULL;
}

const struct missing_episode *episode_now(const struct child_state *c)
{
    if (c->episode_now == 0)
        return NULL;
    for (uint32_t i = c->episodes; i-- > 0;) {
        if (c->episode[i].id == c->episode_now)
            return &c->episode[i];
    }
    return NULL;
}
