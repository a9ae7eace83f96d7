/* What a person need not say: which episode or placement, and the home or place that is told. */
#include "base/hash.h"
#include "work/writer_inside.h"

/* Which episode an event is about when it does not say. */
enum which {
    STARTS,       /* a fresh one, unless one is open */
    NEEDS_OPEN,   /* the open one */
    OPEN_OR_LAST, /* the open one, else the last before the event happened */
};
static const struct {
    enum event_kind kind;
    enum which which;
} episode_of[] = {
    { EV_ABSENCE_NOTICED, STARTS },
    { EV_MISSING_REPORTED, STARTS },
    { EV_MISSING_TOLD, OPEN_OR_LAST },
    { EV_POLICE_TOLD, OPEN_OR_LAST },
    { EV_RISK_GRADED, NEEDS_OPEN },
    { EV_ENQUIRY_MADE, OPEN_OR_LAST },
    { EV_SIGHTING_RECORDED, OPEN_OR_LAST },
    { EV_CHILD_FOUND, NEEDS_OPEN },
    { EV_CHILD_RETURNED, NEEDS_OPEN },
    { EV_PREVENTION_INTERVIEW_HELD, OPEN_OR_LAST },
    { EV_RETURN_INTERVIEW_OFFERED, OPEN_OR_LAST },
    { EV_RETURN_INTERVIEW_ACCEPTED, OPEN_OR_LAST },
    { EV_RETURN_INTERVIEW_DECLINED, OPEN_OR_LAST },
    { EV_RETURN_INTERVIEW_HELD, OPEN_OR_LAST },
    { EV_RETURN_INTERVIEW_PASSED, OPEN_OR_LAST },
    { EV_EPISODE_CLOSED, OPEN_OR_LAST },
    { EV_PATTERN_REVIEWED, OPEN_OR_LAST },
    { EV_SAFETY_PLAN_CHANGED, OPEN_OR_LAST },
    { EV_STRATEGY_DISCUSSION_HELD, OPEN_OR_LAST },
};

/* Which placement: a fresh one, one spoken of that has not begun, or the one the child is in. */
enum which_placement {
    PROPOSES,
    BEGINS,
    BEFORE_OR_NOW,
    NOW
};
static const struct {
    enum event_kind kind;
    enum which_placement which;
} placement_of[] = {
    { EV_PLACEMENT_PROPOSED, PROPOSES },
    { EV_PLACEMENT_STARTED, BEGINS },
    { EV_PLACEMENT_CHECKED, BEFORE_OR_NOW },
    { EV_PLACEMENT_CONSULTED, BEFORE_OR_NOW },
    { EV_PLACEMENT_APPROVED, BEFORE_OR_NOW },
    { EV_PLACEMENT_REFUSED, BEFORE_OR_NOW },
    { EV_PLACEMENT_NOTIFIED, BEFORE_OR_NOW },
    { EV_PLACEMENT_PLAN_AGREED, BEFORE_OR_NOW },
    { EV_PLACEMENT_ENDED, NOW },
    { EV_VISIT_MADE, NOW },
};

static uint64_t fresh_about(void)
{
    uint64_t n = 0;
    while (n == 0) {
        random_bytes(&n, sizeof n);
        n &= (UINT64_C(1) << 52) - 1;
    }
    return n;
}

static bool has_field(enum event_kind kind, const char *name, bool *ret_required)
{
    unsigned at;
    const struct field_def *f = event_field_def(kind, str_from(name), &at);
    *ret_required = f && f->required;
    return f != NULL;
}

/* The one it happened in; else the open one; else, if it may be over, the last before. */
static const struct missing_episode *episode_for(const struct child_state *c, int64_t happened,
                                                 enum which which)
{
    const struct missing_episode *best = NULL;
    int best_rank = 0;
    for (uint32_t i = 0; i < c->episodes; i++) {
        const struct missing_episode *e = &c->episode[i];
        bool before_end = which == STARTS ? happened < e->until : happened <= e->until;
        int rank = e->from <= happened && before_end              ? 3
                   : e->until == INT64_MAX                        ? 2
                   : which == OPEN_OR_LAST && e->from <= happened ? 1
                                                                  : 0;
        if (rank > best_rank || (rank > 0 && rank == best_rank && e->from > best->from)) {
            best = e;
            best_rank = rank;
        }
    }
    return best;
}

static status complete_episode(struct task *t, const struct child_state *c, struct event *e)
{
    bool required;
    if (!has_field(e->kind, "episode", &required) || event_given(e, "episode"))
        return OK;
    for (size_t i = 0; i < COUNT(episode_of); i++) {
        if (episode_of[i].kind != e->kind)
            continue;
        enum which which = episode_of[i].which;
        const struct missing_episode *found = episode_for(c, e->happened.us, which);
        if (found)
            event_set_number(e, "episode", (int64_t)found->id);
        else if (which == STARTS)
            event_set_number(e, "episode", (int64_t)fresh_about());
        else if (required)
            return fail(t, E_INVALID,
                        which == NEEDS_OPEN
                            ? "the child is not missing or away at that time: record"
                              " first that the child was not where expected"
                            : "the child has not been missing or away before that"
                              " time: record that first, or correct the time");
        return OK;
    }
    return required ? fail(t, E_INVALID, "say which episode it is about") : OK;
}

static const struct placement *unstarted(const struct child_state *c)
{
    for (uint32_t i = c->placements; i-- > 0;) {
        if (c->placement[i].started_n == 0)
            return &c->placement[i];
    }
    return NULL;
}

static const struct placement *placement_at(const struct child_state *c, int64_t happened)
{
    const struct placement *now = placement_now(c);
    for (uint32_t i = c->placements; i-- > 0;) {
        const struct placement *p = &c->placement[i];
        if (p->started_n != 0 && p->from <= happened && happened <= p->until &&
            (!now || happened < now->from))
            return p;
    }
    return now;
}

/* A placement proposed but not begun is in the stream's facts even before anything was said of
 * it: the last proposal that no placement has taken up. */
static uint64_t proposed(const struct stream *s, const struct child_state *c)
{
    for (uint32_t i = s->count; i-- > 0;) {
        const struct fact *f = &s->fact[i];
        if (f->n == 0 || f->kind != EV_PLACEMENT_PROPOSED)
            continue;
        for (uint32_t k = 0; k < c->placements; k++) {
            if (c->placement[k].id == f->about && c->placement[k].started_n != 0)
                return 0;
        }
        return f->about;
    }
    const struct placement *p = unstarted(c);
    return p ? p->id : 0;
}

static status complete_placement(struct task *t, const struct stream *s,
                                 const struct child_state *c, struct event *e)
{
    bool required;
    if (!has_field(e->kind, "placement", &required) || event_given(e, "placement"))
        return OK;
    enum which_placement which = NOW;
    for (size_t i = 0; i < COUNT(placement_of); i++) {
        if (placement_of[i].kind == e->kind)
            which = placement_of[i].which;
    }
    uint64_t id = which == BEGINS || which == BEFORE_OR_NOW ? proposed(s, c) : 0;
    if (id == 0 && (which == PROPOSES || which == BEGINS))
        id = fresh_about();
    const struct placement *now = placement_at(c, e->happened.us);
    if (id == 0 && now)
        id = now->id;
    if (id != 0)
        event_set_number(e, "placement", (int64_t)id);
    else if (required)
        return fail(t, E_INVALID,
                    "the child is in no placement at that time: record first where"
                    " the child was placed");
    return OK;
}

static void complete_care(const struct child_state *c, struct event *e)
{
    bool required;
    if (!has_field(e->kind, "care", &required) || event_given(e, "care"))
        return;
    if (e->kind == EV_CARE_STARTED)
        event_set_number(e, "care", (int64_t)fresh_about());
    else if (c->cares > 0 && c->care[c->cares - 1].id != 0)
        event_set_number(e, "care", (int64_t)c->care[c->cares - 1].id);
}

static void complete_home(struct task *t, const struct stream *s, const struct child_state *c,
                          struct event *e)
{
    bool required;
    if (e->also != 0 || event_kind_def(e->kind)->also != SUBJECT_HOME)
        return;
    if (has_field(e->kind, "home", &required) && event_given(e, "home"))
        e->also = (uint32_t)event_number(e, "home");
    else if (e->kind != EV_PLACEMENT_STARTED)
        e->also = placement_home(t, s, placement_at(c, e->happened.us));
}

/* A place, a vehicle or a person of concern is told which child was found there or is linked with
 * it. Two children linked with each other are told nothing. */
static status complete_place(struct writer *w, struct task *t, struct event *e)
{
    static const char *const fields[] = { "place", "with" };
    bool required;
    for (size_t i = 0; i < COUNT(fields); i++) {
        if (e->also != 0 || event_kind_def(e->kind)->also != SUBJECT_PLACE ||
            !has_field(e->kind, fields[i], &required) || !event_given(e, fields[i]))
            continue;
        enum subject_kind kind;
        uint32_t other = (uint32_t)event_number(e, fields[i]);
        TRY(journal_subject_kind(t, w->store->journal, other, &kind));
        if (kind == SUBJECT_PLACE)
            e->also = other;
        else if (i == 0)
            return fail(t, E_INVALID,
                        "number %u is no place, vehicle or person of concern: record"
                        " it first, or leave the place out",
                        other);
    }
    return OK;
}

static status do_complete(struct writer *w, struct task *t, void *self)
{
    struct event *e = self;
    if (event_kind_def(e->kind)->subject != SUBJECT_CHILD)
        return OK;
    enum subject_kind kind;
    TRY(journal_subject_kind(t, w->store->journal, e->subject, &kind));
    if (kind != SUBJECT_CHILD)
        return fail(t, E_INVALID, "this kind of entry is about a child, and number %u is not one",
                    e->subject);
    struct cached *c;
    TRY(stream_cache_take(t, w->cache, w->store->journal, e->subject, &c));
    const struct child_state *child = &fold_child(w->folding, &c->stream, UINT32_MAX)->child;
    TRY(complete_episode(t, child, e));
    TRY(complete_placement(t, &c->stream, child, e));
    complete_care(child, e);
    complete_home(t, &c->stream, child, e);
    return complete_place(w, t, e);
}

status writer_complete(struct task *t, struct writer *w, struct event *e)
{
    if (e->kind == EV_NONE || e->kind >= EVENT_KINDS)
        return fail(t, E_INVALID, "say what kind of entry it is");
    return writer_do(t, w, do_complete, e);
}
