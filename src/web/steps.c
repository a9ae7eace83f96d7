/* What the task lists share: what moved on, what was just kept, and the clocks of a file. */
#include <string.h>

#include "web/pages.gen.h"
#include "web/record.h"

uint32_t carried_n(const struct form *f, const char *field, uint32_t now, bool shown)
{
    struct task quiet = { 0 };
    int64_t typed;
    struct str s = form_typed(f, field);
    if (shown || s.len == 0 || str_to_i64(&quiet, s, 0, APPEND_ANY - 1, &typed) != OK)
        return now;
    return typed < now ? (uint32_t)typed : now;
}

struct moved_on moved_on_since(struct task *t, const struct child_file *f, uint32_t seen)
{
    struct child_entry *list = NEWS(t->arena, struct child_entry, f->entries + 1);
    struct moved_on m = { .is = true, .child = f->child, .name = f->name, .newer = list };
    for (size_t i = 0; i < f->entries; i++)
        if (f->entry[i].event.n > seen)
            list[m.count++] = f->entry[i];
    return m;
}

static struct owed_row row_of(struct task *t, struct request *in, const struct view *v,
                              const struct child_file *f, const struct instance *x)
{
    struct duty_row *d = NEW(t->arena, struct duty_row);
    *d = (struct duty_row){ .subject = f->child,
                            .child = f->child,
                            .home = home_of(f),
                            .child_name = f->name,
                            .rule = x->rule,
                            .instance = *x,
                            .state = instance_state(in->site->store->rules, x, in->now.us) };
    struct str could_not = S("could not look who holds this");
    if (x->given_to != 0) {
        d->owner = (struct owner){ .person = x->given_to,
                                   .role = (enum role)x->owner,
                                   .asked = (enum role)x->owner };
        if (look_name(t, in->reader, x->given_to, &d->owner.name) != OK)
            d->owner.name = could_not;
    } else if (look_owner(t, in->reader, f->child, d->home, (enum role)x->owner, in->now,
                          &d->owner) != OK) {
        d->owner = (struct owner){ .name = could_not };
    }
    return owed_row(v, d);
}

static bool is_named(const char *names, struct str name)
{
    struct str rest = str_from(names), one;
    while (rest.len > 0) {
        if (!str_cut(rest, ' ', &one, &rest)) {
            one = rest;
            rest = S("");
        }
        if (str_equal(one, name))
            return true;
    }
    return false;
}

struct owed_row *duties_of_file(struct task *t, struct request *in, const struct view *v,
                                const struct child_file *f, const struct wanted_duties *w,
                                size_t *ret_count)
{
    const struct evaluation *e = f->evaluation;
    struct owed_row *rows = NEWS(t->arena, struct owed_row, e->count + 1);
    size_t count = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        const struct instance *x = &e->instance[i];
        if (x->from < w->from || x->from > in->now.us || (w->about != 0 && x->about != w->about))
            continue;
        if (is_named(w->names, rule_of(v, x->rule)->name))
            rows[count++] = row_of(t, in, v, f, x);
    }
    *ret_count = count;
    return rows;
}

struct kept_line kept_line_of(struct task *t, struct request *in, const struct view *v,
                              const struct child_file *f)
{
    struct kept_line k = { 0 };
    struct task quiet = { 0 };
    struct str kept = urlform_text(&in->query, "kept");
    int64_t seq;
    if (kept.len == 0 || str_to_i64(&quiet, kept, 0, INT64_MAX - 1, &seq) != OK)
        return k;
    for (size_t i = 0; i < f->entries; i++)
        if (f->entry[i].event.seq == seq)
            k.entry = &f->entry[i];
    if (!k.entry)
        return k;
    const struct evaluation *e = f->evaluation;
    k.met = NEWS(t->arena, struct owed_row, e->count + 1);
    for (uint32_t i = 0; i < e->count; i++) {
        const struct instance *x = &e->instance[i];
        if (x->closed_n == k.entry->event.n && x->closing == MET && !rule_of(v, x->rule)->alarm)
            k.met[k.met_count++] = row_of(t, in, v, f, x);
    }
    return k;
}

struct str author_name(struct task *t, struct request *in, const struct event *e)
{
    struct str name;
    if (e->author == 0)
        return e->source.len ? str_print(t->arena, "from %.*s", STR_ARG(e->source)) : S("");
    if (look_name(t, in->reader, e->author, &name) != OK)
        return S("author could not be read");
    const char *role = code_meaning(CODES_ROLE, e->role);
    return *role ? str_print(t->arena, "%.*s, %s", STR_ARG(name), role) : name;
}

const char *step_words(enum step_state s)
{
    switch (s) {
    case STEP_NOT_STARTED: return "Not started";
    case STEP_DONE: return "Done";
    case STEP_LATE: return "Late";
    case STEP_NOT_DONE_BECAUSE: return "Not done, with a reason";
    case STEP_NOT_NEEDED: return "Not needed: the child is not looked after";
    }
    return "";
}

const char *step_class(enum step_state s)
{
    switch (s) {
    case STEP_NOT_STARTED: return "open";
    case STEP_DONE: return "done";
    case STEP_LATE: return "late";
    case STEP_NOT_DONE_BECAUSE: return "reason";
    case STEP_NOT_NEEDED: return "none";
    }
    return "";
}

const char *task_words(enum task_state s)
{
    switch (s) {
    case TASK_NOT_STARTED: return "Not started";
    case TASK_DONE: return "Done";
    case TASK_LATE: return "Late";
    case TASK_NOT_NEEDED: return "Not needed";
    }
    return "";
}

const char *task_class(enum task_state s)
{
    switch (s) {
    case TASK_NOT_STARTED: return "open";
    case TASK_DONE: return "done";
    case TASK_LATE: return "late";
    case TASK_NOT_NEEDED: return "none";
    }
    return "";
}
