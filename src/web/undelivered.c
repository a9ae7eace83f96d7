/* Notices that could not be delivered, as work: what to do about each, again, or seen to. */
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/record.h"
#include "work/decide.h"
#include "work/dispatch.h"

static status show_undelivered(struct task *t, struct request *in, struct response *out,
                               struct form *form)
{
    struct undelivered_page p = { .tried = form_typed(form, "reference") };
    struct view v = view_of(t, in, "Not delivered", NAV_DUTIES);
    struct dead_letters *l = NEW(t->arena, struct dead_letters);
    v.recorded = true;
    unsigned code = form->problems > 0 || form->not_kept ? 400 : 200;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    if (dispatch_dead(t, in->reader, in->now, l) != OK) {
        p.failed = str_nul(t->arena, str_from(t->reason));
        code = 503;
    }
    p.letters = l;
    note_searched(in, out, "undelivered");
    struct html h = page_open(t);
    page_undelivered(&h, &v, form, &p);
    return page_send(t, &h, code, out);
}

status handle_undelivered(struct task *t, struct request *in, struct response *out)
{
    struct form form = form_of(t, in);
    return show_undelivered(t, in, out, &form);
}

static status finish(struct task *t, struct request *in, struct response *out, struct form *form,
                     status done)
{
    if (done == OK) {
        note_searched(in, out, "undelivered");
        return redirect(t, out, ROUTE_undelivered, NULL);
    }
    form->not_kept = not_kept(t, done);
    return show_undelivered(t, in, out, form);
}

status handle_undelivered_retry(struct task *t, struct request *in, struct response *out)
{
    struct form form = form_of(t, in);
    struct str reference = form_typed(&form, "reference");
    return finish(t, in, out, &form, dispatch_retry(t, in->site->writer, reference));
}

status handle_undelivered_settled(struct task *t, struct request *in, struct response *out)
{
    struct form form = form_of(t, in);
    struct str how = str_trim(form_typed(&form, "how"));
    if (how.len < REASON_MIN) {
        form_wrong(&form, "how", "Say how the person was told instead, and when");
        return show_undelivered(t, in, out, &form);
    }
    struct str reference = form_typed(&form, "reference");
    return finish(t, in, out, &form, dispatch_settle(t, in->site->writer, reference, how));
}
