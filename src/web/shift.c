/* What happened on a shift: a short list from the children's own entries, for who takes over. */
#include <stdlib.h>

#include "web/pages.h"

enum {
    SHIFT_ENTRIES = 60
};

/* Of who is missing everything is the shift's; of the rest only what its own people wrote. */
static bool is_of_missing(uint16_t kind)
{
    static const enum event_kind kinds[] = {
        EV_ABSENCE_NOTICED,   EV_MISSING_REPORTED,
        EV_MISSING_TOLD,      EV_POLICE_TOLD,
        EV_RISK_GRADED,       EV_ENQUIRY_MADE,
        EV_CHILD_FOUND,       EV_CHILD_RETURNED,
        EV_SIGHTING_RECORDED, EV_PREVENTION_INTERVIEW_HELD,
    };
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (kinds[i] == kind)
            return true;
    return false;
}

static int newest_first(const void *a, const void *b)
{
    const struct shift_row *x = a, *y = b;
    return (x->recorded.us < y->recorded.us) - (x->recorded.us > y->recorded.us);
}

struct list {
    struct shift_row *at;
    size_t count;
};

static status add_child(struct task *t, struct request *in, const struct name_row *child,
                        struct instant since, struct list *to)
{
    struct stream s;
    TRY(stream_read(t, in->reader->journal, child->number, NEVER, true, &s));
    for (uint32_t i = s.count; i-- > 0 && to->count < SHIFT_ENTRIES;) {
        const struct fact *f = &s.fact[i];
        if (f->n == 0 || f->recorded < since.us)
            continue;
        struct event e = stream_event_at(t, &s, f->n);
        bool own = e.author != 0 && (e.author == in->session.actor.person ||
                                     (e.agency != 0 && e.agency == in->session.actor.agency));
        if (e.kind == EV_NONE || e.author == 0 || (!own && !is_of_missing(f->kind)))
            continue;
        struct shift_row *row = &to->at[to->count++];
        *row = (struct shift_row){ .child = child->number,
                                   .name = child->name,
                                   .words = event_kind_def(e.kind)->words,
                                   .recorded = { f->recorded } };
        TRY(look_name(t, in->reader, e.author, &row->by));
    }
    return OK;
}

status shift_entries(struct task *t, struct request *in, uint32_t home, struct instant since,
                     struct shift_row **ret, size_t *ret_count)
{
    struct seen_children seen;
    struct name_list residents;
    struct list list = { NEWS(t->arena, struct shift_row, SHIFT_ENTRIES), 0 };
    TRY(children_seen(t, in, &seen));
    TRY(look_children_of_home(t, in->reader, home, &residents));
    for (size_t i = 0; i < residents.count; i++)
        if (may_list(&seen, residents.at[i].number, false))
            TRY(add_child(t, in, &residents.at[i], since, &list));
    if (list.count > 1)
        qsort(list.at, list.count, sizeof *list.at, newest_first);
    *ret = list.at;
    *ret_count = list.count;
    return OK;
}
