/* Matches what a return says with what was said before, by natural key and content. */
#include "intake/return_reconcile.h"

#include "intake/return_standing.h"

enum { NOT_MATCHED, UNCHANGED, CORRECTS, DROPPED };

struct matching {
    struct task *t;
    int year;
    struct wanted_list *wanted;
    const struct said *said;
    struct earlier *earlier; /* by n - 1 */
    uint8_t *how;                /* by wanted */
    uint32_t *corrects;
};

/* An import without postcodes must not unsay where a placement is. */
static void keep_area(struct event *now, const struct event *before)
{
    static const char *const fields[] = { "area", "area-code", "area-confidence", "area-source",
                                          "distance" };
    if (now->kind != EV_PLACEMENT_STARTED ||
        !str_is(event_text(now, "area-source"), "could not look: no postcode index") ||
        !str_equal(event_text(now, "postcode"), event_text(before, "postcode")) ||
        !str_equal(event_text(now, "home-postcode"), event_text(before, "home-postcode")))
        return;
    for (size_t i = 0; i < COUNT(fields); i++) {
        unsigned at;
        MUST(event_field_def(now->kind, str_from(fields[i]), &at));
        now->value[at] = before->value[at];
    }
}

static void match(struct matching *m, size_t at, bool exact)
{
    struct wanted *w = &m->wanted->at[at];
    for (size_t i = 0; i < m->said->count && m->how[at] == NOT_MATCHED; i++) {
        struct earlier *s = &m->earlier[i];
        const struct event *before = &m->said->event[i];
        if (s->standing == VOID || s->matched || !same_key(before, &w->event))
            continue;
        struct event now = w->event;
        keep_area(&now, before);
        if (exact && !same_content(before, &now))
            continue;
        s->matched = true;
        bool stays = exact || s->year > m->year; /* an older return never unsays a newer one */
        m->how[at] = stays ? UNCHANGED : CORRECTS;
        m->corrects[at] = stays ? 0 : s->head;
        w->event = now;
    }
}

/* Who the child is, is known already from elsewhere: only what differs is said, from this year. */
static void registration_to_changes(struct matching *m, size_t at)
{
    static const char *const fields[] = { "born", "ethnicity", "sex", "upn" };
    struct wanted *w = &m->wanted->at[at];
    struct event known;
    if (!known_of_child(m->said, m->earlier, m->year, &known))
        return;
    struct event changed = event_new(EV_CHILD_DETAIL_CHANGED, 0,
                                     uk_midnight(return_year_start(m->year)));
    bool any = false;
    for (size_t i = 0; i < COUNT(fields) && !w->inferred; i++) {
        unsigned from, to;
        MUST(event_field_def(EV_CHILD_REGISTERED, str_from(fields[i]), &from));
        MUST(event_field_def(EV_CHILD_DETAIL_CHANGED, str_from(fields[i]), &to));
        if (!w->event.value[from].given || same_value(&w->event.value[from], &known.value[from]))
            continue;
        changed.value[to] = w->event.value[from];
        any = true;
    }
    if (!any) {
        m->how[at] = DROPPED;
        return;
    }
    changed.precision = w->event.precision;
    changed.channel = w->event.channel;
    changed.source = w->event.source;
    w->event = changed;
}

static void settle_registration(struct matching *m)
{
    for (size_t i = 0; i < m->wanted->count; i++) {
        struct wanted *w = &m->wanted->at[i];
        if (w->event.kind != EV_CHILD_REGISTERED)
            continue;
        struct earlier *own = registered_by(m->said, m->earlier, m->year);
        if (!own)
            registration_to_changes(m, i);
        else if (w->inferred) {
            own->matched = true; /* the Header's row is gone, the child is not */
            m->how[i] = DROPPED;
        }
    }
}

/* Care or a placement that no row starts may have been started by an earlier return: then its
 * end, if this return tells it, is the end of that one. */
static void settle_inferred(struct matching *m)
{
    for (size_t i = 0; i < m->wanted->count; i++) {
        struct wanted *w = &m->wanted->at[i];
        bool care = w->event.kind == EV_CARE_STARTED;
        if (!w->inferred || (!care && w->event.kind != EV_PLACEMENT_STARTED))
            continue;
        const struct event *open = open_at(m->said, m->earlier, m->year, &w->event);
        if (!open)
            continue;
        const char *field = care ? "care" : "placement";
        int64_t own = event_number(&w->event, field), theirs = event_number(open, field);
        m->how[i] = DROPPED;
        for (size_t k = 0; k < m->wanted->count; k++) {
            struct event *end = &m->wanted->at[k].event;
            bool ends = end->kind == (care ? EV_CARE_ENDED : EV_PLACEMENT_ENDED);
            if (ends && theirs != 0 && event_number(end, field) == own)
                event_set_number(end, field, theirs);
        }
    }
}

/* A number that somebody else has recorded for the child need not be recorded again. */
static void settle_numbers(struct matching *m)
{
    for (size_t i = 0; i < m->wanted->count; i++) {
        const struct event *e = &m->wanted->at[i].event;
        if (m->how[i] != NOT_MATCHED || e->kind != EV_CHILD_IDENTIFIED)
            continue;
        for (size_t k = 0; k < m->said->count; k++)
            if (!m->earlier[k].superseded && same_key(&m->said->event[k], e))
                m->how[i] = DROPPED;
    }
}

/* Entries of this year's earlier return that nothing in it says any more. Who a child is stays
 * known when all its rows are gone: it can still be found by its number. */
static bool is_gone(const struct matching *m, size_t at)
{
    const struct earlier *s = &m->earlier[at];
    enum event_kind kind = m->said->event[at].kind;
    if (s->standing != STANDS || s->matched || s->year != m->year)
        return false;
    bool identity = kind == EV_CHILD_REGISTERED || kind == EV_CHILD_IDENTIFIED;
    return !identity || m->wanted->count > 0;
}

static void withdraw_gone(struct matching *m, struct reconciled *ret)
{
    for (size_t i = 0; i < m->said->count; i++) {
        if (!is_gone(m, i))
            continue;
        const struct event *gone = &m->said->event[i];
        struct event *e = &ret->event[ret->count++];
        *e = event_new(EV_ENTRY_WITHDRAWN, gone->subject, task_now(m->t));
        event_set_text(e, "reason", S("it is no longer in the return"));
        e->corrects = gone->n;
        e->channel = gone->channel;
        e->source = str_print(m->t->arena, "%d return", m->year);
        ret->withdrawn++;
    }
}

static void add_changes(struct matching *m, struct reconciled *ret)
{
    for (size_t i = 0; i < m->wanted->count; i++) {
        struct wanted *w = &m->wanted->at[i];
        if (m->how[i] != NOT_MATCHED && m->how[i] != CORRECTS)
            continue;
        ret->row[ret->count] = w->row;
        w->event.corrects = m->corrects[i];
        ret->event[ret->count++] = w->event;
        if (m->corrects[i] != 0)
            w->row->outcome = ROW_CORRECTED;
        else if (w->row->outcome == ROW_UNCHANGED)
            w->row->outcome = ROW_TAKEN;
    }
}

void return_reconcile(struct task *t, int year, struct wanted_list *wanted,
                      const struct said *said, struct reconciled *ret)
{
    struct matching m = { t, year, wanted, said, standing_of(t, said),
                          NEWS(t->arena, uint8_t, wanted->count + 1),
                          NEWS(t->arena, uint32_t, wanted->count + 1) };
    struct reconciled r = { NEWS(t->arena, struct event, wanted->count + said->count + 1),
                            NEWS(t->arena, struct return_row *, wanted->count + said->count + 1),
                            0, 0 };
    settle_registration(&m);
    settle_inferred(&m);
    for (size_t i = 0; i < wanted->count; i++)
        match(&m, i, true);
    for (size_t i = 0; i < wanted->count; i++)
        match(&m, i, false);
    settle_numbers(&m);
    withdraw_gone(&m, &r);
    add_changes(&m, &r);
    *ret = r;
}
