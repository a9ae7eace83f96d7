/* Takes the steps of subjects within one transaction of the writer: events, and who is told. */
#include <string.h>

#include "base/log.h"
#include "journal/journal.h"
#include "work/clockwork_inside.h"
#include "work/notice.h"
#include "work/writer_inside.h"

#define LATE_US  (60 * SECOND_US)
#define AGAIN_US HOUR_US /* one that could not be taken is tried again then */

/* A step as it will be written: all is looked up before anything is. */
struct taking {
    struct event event;
    struct str key;
    struct notice_new notice;
    bool tells;
};

struct subject_now {
    struct writer *w;
    struct owners *owners;
    struct whereabouts at;
    uint32_t subject;
    struct instant now;
};

static struct str step_word(struct arena *a, const struct next_step *s)
{
    if (s->what == STEP_LADDER)
        return str_print(a, "%u", s->step);
    return s->what == STEP_RING ? S("ring") : S("warn");
}

static enum event_kind kind_of(const struct next_step *s)
{
    switch (s->what) {
    case STEP_RING: return EV_ALARM_RAISED;
    case STEP_WARN: return EV_DUTY_WARNED;
    case STEP_LADDER: return EV_ESCALATED;
    case STEP_NONE: break;
    }
    return EV_NONE;
}

static struct event event_of(const struct subject_now *x, const struct next_step *s,
                             const struct rule_words *rule, const struct instance *i)
{
    struct event e = event_new(kind_of(s), x->subject, (struct instant){ s->at });
    e.agency = x->w->store->authority;
    event_set_text(&e, "rule", rule->name);
    event_set_number(&e, "started", i->started_n);
    if (s->what == STEP_LADDER) {
        event_set_code(&e, "step", code_text(CODES_STEP, s->step));
        if (s->role != ROLE_NONE)
            event_set_code(&e, "role", code_text(CODES_ROLE, s->role));
        if (x->now.us - s->at > LATE_US)
            event_set_number(&e, "late", 1);
    }
    return e;
}

/* An alarm that rings is told of when the subject is folded again: to everyone whom its rule
 * names, unless its cause has told them. One who was told at that instant that a duty begins is
 * not warned of it, too. */
static status make_ready(const struct subject_now *x, const struct due_step *s,
                         const struct instance *i, struct taking *ret)
{
    struct writer *w = x->w;
    struct task *t = &w->task;
    const struct rule_words *rule = rulebook_rule(w->store->rules, i->rule);
    ret->event = event_of(x, &s->is, rule, i);
    ret->key = str_print(t->arena, "step/%u/%.*s/%u/%.*s", x->subject, STR_ARG(rule->name),
                         i->started_n, STR_ARG(step_word(t->arena, &s->is)));
    if (s->is.what == STEP_RING)
        return OK;
    bool warns = s->is.what == STEP_WARN;
    struct notice_new n = { .subject = x->subject, .started_n = i->started_n, .rule = i->rule,
                            .step = warns ? NOTICE_WARNED : s->is.step,
                            .began = { s->is.at } };
    TRY(owners_find(t, x->owners, s->is.role, x->at.child, x->at.home, x->now, &n.to));
    if (warns && i->given_to != 0)
        n.to.person = i->given_to;
    if (n.to.person != 0)
        event_set_number(&ret->event, "to", n.to.person);
    ret->tells = !warns || s->is.at > i->from;
    ret->notice = n;
    return OK;
}

static void count_step(struct acting *x, const struct event *e)
{
    x->done.raised += e->kind == EV_ALARM_RAISED;
    x->done.warned += e->kind == EV_DUTY_WARNED;
    x->done.escalated += e->kind == EV_ESCALATED;
    x->done.late += x->now.us - e->happened.us > LATE_US;
}

/* A refusal is of this step alone: it is logged, and the others go on. */
static status write_step(struct writer *w, struct acting *x, struct taking *s, bool *ret_taken)
{
    struct append a = { .events = &s->event, .count = 1, .expected_n = APPEND_ANY,
                        .key = s->key, .own = true };
    status added = batch_append(w, &a);
    *ret_taken = false;
    if (writer_is_failure(added))
        return added;
    if (added != OK)
        log_failure("clock-step-refused", &w->task);
    if (added != OK || a.repeated)
        return OK;
    count_step(x, &s->event);
    *ret_taken = true;
    return s->tells ? notice_add(w, &s->notice) : OK;
}

static status ready_all(struct writer *w, const struct acting *x, uint32_t subject,
                        struct taking **ret, size_t *ret_count, int64_t *ret_next)
{
    struct task *t = &w->task;
    struct cached *c;
    struct due_step *due;
    TRY(stream_cache_take(t, w->cache, w->store->journal, subject, &c));
    const struct evaluation *e = fold_subject(w->folding, c->kind, &c->stream, UINT32_MAX);
    size_t count = steps_due(t->arena, w->folding, &c->stream, x->now.us, &due);
    *ret_next = INT64_MAX;
    for (uint32_t k = 0; k < e->count; k++) {
        int64_t next = steps_next_of(w->folding, &c->stream, &e->instance[k]);
        *ret_next = next < *ret_next ? next : *ret_next;
    }
    struct subject_now now = { .w = w, .subject = subject, .now = x->now };
    now.owners = owners_open(t, w->store, w->store->derived);
    now.at = whereabouts_of(t, c->kind, &c->stream, e);
    if (c->kind == SUBJECT_CHILD)
        owners_know_child(t, now.owners, subject, &e->child);
    *ret = NEWS(t->arena, struct taking, count + 1);
    for (size_t i = 0; i < count; i++)
        TRY(make_ready(&now, &due[i], &e->instance[due[i].instance], &(*ret)[i]));
    *ret_count = count;
    return OK;
}

static status act_on(struct writer *w, struct acting *x, uint32_t subject)
{
    struct taking *all;
    size_t count, taken = 0;
    int64_t next;
    TRY(ready_all(w, x, subject, &all, &count, &next));
    for (size_t i = 0; i < count; i++) {
        bool took;
        TRY(write_step(w, x, &all[i], &took));
        taken += took;
    }
    if (taken > 0)
        return OK; /* it is folded again, which says when it next moves */
    if (next <= x->now.us) {
        log_line(LOG_ERROR, "clock-step-stuck", "subject=%u steps=%zu", subject, count);
        next = x->now.us + AGAIN_US;
    }
    batch_moved(w, subject, next);
    return OK;
}

status act_inside(struct writer *w, void *acting)
{
    struct acting *x = acting;
    x->done = (struct clock_done){ 0 };
    TRY(batch_settle_rows(w)); /* the roles are looked up where the rows are */
    for (size_t i = 0; i < x->count; i++) {
        status acted = act_on(w, x, x->subject[i]);
        if (acted == OK)
            continue;
        if (acted == E_IO || acted == E_BUSY)
            return acted;
        /* One stream that cannot be read must not stop the ladders of all the others. */
        log_line(LOG_ERROR, "clock-stream", "subject=%u", x->subject[i]);
        log_failure("clock-stream", &w->task);
        batch_moved(w, x->subject[i], x->now.us + AGAIN_US);
    }
    return OK;
}
