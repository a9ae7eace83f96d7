/* The photo of a child: its page, the form with a file in it, the picture itself. */
#include "access/photo.h"

#include "base/limits.h"
#include "format/multipart.h"
#include "web/pages.gen.h"
#include "web/record.h"

/* A file comes with the form on one address only; to the rest it is a form like any other. */
status photo_form(struct task *t, struct request *in)
{
    struct multipart m;
    if (in->body_too_large)
        return fail(t, E_LIMIT, "a photo has at most 8 MB: send a smaller one. Nothing was kept");
    TRY(multipart_read(t, in->content_type, in->body, &m));
    struct urlform_field *field = NEWS(t->arena, struct urlform_field, m.count + 1);
    in->form = (struct urlform){ field, 0 };
    for (size_t i = 0; i < m.count; i++) {
        const struct multipart_part *p = &m.part[i];
        if (p->file) {
            in->file = str_is(p->name, "photo") ? p->content : in->file;
            continue;
        }
        if (p->content.len > FORM_BYTES_MAX || !str_is_utf8(p->content) ||
            memchr(p->content.at, 0, p->content.len))
            return fail(t, E_INVALID, "the form did not arrive whole: go back and send it again");
        field[in->form.count++] = (struct urlform_field){ p->name, p->content };
    }
    return OK;
}

size_t body_bytes_max(enum method method, struct str path)
{
    struct request at = { 0 };
    bool photo = method == METHOD_POST && str_starts(path, S("/child/")) &&
                 route_match(method, path, &at) == MATCHED && at.route == ROUTE_photo_added;
    if (photo)
        return PHOTO_BYTES_MAX + FORM_BYTES_MAX;
    return FORM_BYTES_MAX + (str_starts(path, S("/sign-in")) ? FORM_BESIDE_BYTES : 0);
}

static status show(struct task *t, struct request *in, struct response *out,
                   const struct child_file *f, struct form *form, const char *wrong)
{
    struct photo_page p = { .child = f->child,
                            .name = f->name,
                            .first = first_name(f->name),
                            .may_change = role_may(in->session.actor.role, MAY_RECORD),
                            .added = str_is(urlform_text(&in->query, "kept"), "added"),
                            .removed = str_is(urlform_text(&in->query, "kept"), "removed"),
                            .wrong = wrong };
    TRY(photo_there(t, in->reader, f->child, &p.there));
    struct view v =
        view_of(t, in, wrong || form->problems ? "Error: Photo" : "Photo", NAV_CHILDREN);
    v.form = v.recorded = true;
    struct html h = page_open(t);
    page_photo(&h, &v, form, &p);
    return page_send(t, &h, wrong || form->problems ? 400 : 200, out);
}

static status file_open(struct task *t, struct request *in, struct response *out,
                        struct child_file *ret)
{
    struct relation relation;
    return child_open(t, in, out, child_number(in), NEVER, "photo", ret, &relation);
}

status handle_photo(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    TRY(file_open(t, in, out, &f));
    struct form form = form_of(t, in);
    return show(t, in, out, &f, &form, NULL);
}

status handle_photo_jpeg(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    TRY(file_open(t, in, out, &f));
    TRY(photo_of(t, in->reader, f.child, &out->body));
    out->type = "image/jpeg";
    return OK;
}

static status back_to_page(struct task *t, struct response *out, uint32_t child, const char *kept)
{
    out->note_first = false;
    TRY(redirect(t, out, ROUTE_photo, (struct link_part[]){ { .number = child } }));
    out->location = str_print(t->arena, "%.*s?kept=%s", STR_ARG(out->location), kept);
    return OK;
}

status handle_photo_added(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct photo made;
    TRY(file_open(t, in, out, &f));
    struct form form = form_of(t, in);
    status remade = photo_remake(t, in->file, &made);
    if (remade == E_INVALID || remade == E_LIMIT)
        return show(t, in, out, &f, &form, str_nul(t->arena, str_from(t->reason)));
    TRY(remade);
    struct photo_who who = { in->session.actor, in->now, form.key };
    TRY(photo_add(t, in->reader, in->site->writer, f.child, &made, &who));
    return back_to_page(t, out, f.child, "added");
}

status handle_photo_removed(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    TRY(file_open(t, in, out, &f));
    struct form form = form_of(t, in);
    struct str reason = str_trim(form_typed(&form, "reason"));
    if (reason.len == 0)
        form_wrong(&form, "reason", "Say why the photo is taken out");
    if (form.problems)
        return show(t, in, out, &f, &form, NULL);
    struct photo_who who = { in->session.actor, in->now, form.key };
    TRY(photo_remove(t, in->reader, in->site->writer, f.child, reason, &who));
    return back_to_page(t, out, f.child, "removed");
}
