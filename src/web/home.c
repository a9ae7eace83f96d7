/* A home, an agency or a place: what it owes and what rang there. */
#include "web/pages.gen.h"
#include "web/pages.h"

enum {
    LISTED = 200
};

static status rows_of(struct task *t, struct request *in, const struct view *v, bool alarms,
                      struct owed_row **ret, size_t *ret_count)
{
    struct duty_list *list = NEW(t->arena, struct duty_list);
    struct duty_filter f = {
        .child = child_number(in), .alarms = alarms, .at = in->now, .limit = LISTED
    };
    TRY(look_duties(t, in->reader, &f, list));
    *ret = NEWS(t->arena, struct owed_row, list->count + 1);
    for (size_t i = 0; i < list->count; i++)
        if (!alarms || list->at[i].state == ALARM_RAISED)
            (*ret)[(*ret_count)++] = owed_row(v, &list->at[i]);
    return OK;
}

static status residents(struct task *t, struct request *in, struct home_page *p)
{
    struct seen_children seen;
    struct name_list *all = NEW(t->arena, struct name_list);
    TRY(children_seen(t, in, &seen));
    TRY(look_children_of_home(t, in->reader, p->number, all));
    p->resident = NEWS(t->arena, struct name_row, all->count + 1);
    for (size_t i = 0; i < all->count; i++) {
        if (may_list(&seen, all->at[i].number, false))
            p->resident[p->residents++] = all->at[i];
        else
            p->hidden++;
    }
    return OK;
}

status handle_home(struct task *t, struct request *in, struct response *out)
{
    struct child_file *f = NEW(t->arena, struct child_file);
    struct home_page p = { .number = child_number(in) };
    TRY(place_open(t, in, out, p.number, f));
    p.name = f->name;
    p.entries = f->entries;
    struct view v = view_of(t, in, "", NAV_NONE);
    v.title = f->name;
    v.recorded = true;
    TRY(rows_of(t, in, &v, false, &p.owed, &p.owed_count));
    TRY(rows_of(t, in, &v, true, &p.alarm, &p.alarms));
    TRY(residents(t, in, &p));
    out->seen_child = p.number;
    struct html h = page_open(t);
    page_home_page(&h, &v, &p);
    return page_send(t, &h, 200, out);
}
