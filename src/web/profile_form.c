/* Bringing up to date what police need at once: every part with what stands, never blank. */
#include <string.h>

#include "web/conflict.h"
#include "web/pages.gen.h"
#include "web/record.h"

static const struct choice with_choices[] = {
    { "true", "Yes, together", NULL },
    { "false", "No, not this time", "The child can still be asked what they want police to know" },
};

static status show_edit(struct task *t, struct request *in, struct profile_page *p,
                        struct form *form, struct response *out)
{
    p->with = (struct choices){ "with-child", "Was it brought up to date with the child?",
                                NULL,         false,
                                with_choices, COUNT(with_choices) };
    struct view v =
        view_of(t, in, form->problems ? "Error: Profile for the police" : "Profile for the police",
                NAV_CHILDREN);
    v.form = v.recorded = true;
    for (size_t i = 0; i < PROFILE_PARTS; i++) /* what was typed stands in for what is kept */
        if (!p->part[i].kept && urlform_has(form->typed, p->part[i].name))
            p->part[i].text = form_typed(form, p->part[i].name);
    struct html h = page_open(t);
    page_profile_edit(&h, &v, form, p);
    return page_send(t, &h, form->problems ? 400 : form->not_kept ? 503 : 200, out);
}

status handle_profile_edit(struct task *t, struct request *in, struct response *out)
{
    struct profile_page *p = NEW(t->arena, struct profile_page);
    TRY(profile_open(t, in, out, "profile", p));
    struct form form = form_of(t, in);
    return show_edit(t, in, p, &form, out);
}

/* Only what changed is said again. An emptied part would leave the old words standing. */
static size_t read_parts(const struct profile_page *p, struct form *form, struct event *e)
{
    size_t changed = 0;
    for (size_t i = 0; i < PROFILE_PARTS; i++) {
        struct str typed = str_trim(form_typed(form, p->part[i].name));
        if (p->part[i].kept || str_equal(typed, str_trim(p->part[i].text)))
            continue;
        if (typed.len == 0) {
            form_wrong(form, p->part[i].name,
                       "Write \xe2\x80\x9cnone known\xe2\x80\x9d where nothing holds any more");
            continue;
        }
        event_set_text(e, p->part[i].name, typed);
        changed++;
    }
    return changed;
}

status handle_profile_done(struct task *t, struct request *in, struct response *out)
{
    struct profile_page *p = NEW(t->arena, struct profile_page);
    TRY(profile_open(t, in, out, "profile", p));
    struct form form = form_of(t, in);
    struct said s = { .child = p->child, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    int64_t seq;
    s.event[0] = event_new(EV_PROFILE_UPDATED, p->child, in->now);
    size_t changed = read_parts(p, &form, &s.event[0]);
    bool yes = form_chosen(&form, "with-child", "true"),
         no = form_chosen(&form, "with-child", "false");
    if (yes || no)
        event_set_number(&s.event[0], "with-child", yes);
    if (changed == 0 && form.problems == 0 && !yes && !no &&
        !recorded_before(t, in, p->child, form.key, &seq))
        form_wrong(&form, p->part[0].name,
                   "Nothing is changed. If all of it still holds, say whether you looked at it"
                   " with the child");
    if (form.problems > 0)
        return show_edit(t, in, p, &form, out);
    bool answered;
    TRY(conflict_settled(t, in, p->file, &form, &s, &answered, out));
    if (answered)
        return OK;
    status done = record(t, in, &s, &seq);
    if (done != OK) {
        form.not_kept = not_kept(t, done);
        return show_edit(t, in, p, &form, out);
    }
    out->note_first = false;
    return redirect(t, out, ROUTE_profile, (struct link_part[]){ { .number = p->child } });
}
