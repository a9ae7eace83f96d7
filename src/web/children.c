/* Finding a child by number, and the children one works with. */
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/who.h"

static status show_children(struct task *t, struct request *in, struct form *f, unsigned code,
                            struct response *out)
{
    struct children_page p = { 0 };
    struct seen_children seen;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    status done = children_of(t, in->reader, in->session.actor.person, &p.children);
    if (done == OK)
        done = children_seen(t, in, &seen);
    if (done == OK)
        p.all = seen.all;
    else
        p = (struct children_page){ .failed = str_nul(t->arena, str_from(t->reason)) };
    struct view v = view_of(t, in, f->problems ? "Error: Children" : "Children", NAV_CHILDREN);
    v.recorded = true;
    note_searched(in, out, "children");
    struct html h = page_open(t);
    page_children(&h, &v, f, &p);
    return page_send(t, &h, done == OK ? code : 503, out);
}

status handle_children(struct task *t, struct request *in, struct response *out)
{
    struct form f = form_of(t, in);
    return show_children(t, in, &f, 200, out);
}

status handle_find(struct task *t, struct request *in, struct response *out)
{
    struct form f = form_of(t, in);
    struct str typed = str_trim(form_typed(&f, "number"));
    uint32_t child;
    if (urlform_has(&in->form, "words"))
        return find_by_words(t, in, out);
    if (typed.len == 0) {
        form_wrong(&f, "number", "Enter a child\xe2\x80\x99s number");
        return show_children(t, in, &f, 400, out);
    }
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    status found = look_find_child(t, in->reader, typed, &child);
    if (found == E_MISSING || found == E_INVALID) {
        form_wrong(&f, "number",
                   "No child has that number here. Check it, or ask the authority"
                   " that looks after the child");
        return show_children(t, in, &f, 404, out);
    }
    if (found != OK)
        return found;
    note_searched(in, out, "find");
    return redirect(t, out, ROUTE_child, (struct link_part[]){ { .number = child } });
}
