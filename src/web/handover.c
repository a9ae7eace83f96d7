/* Handing over a shift, or a role at a child, and taking it: both sides sign. */
#include <string.h>

#include "base/hash.h"
#include "web/pages.gen.h"
#include "web/record.h"
#include "web/snapshot.h"
#include "web/who.h"
#include "work/decide.h"

static const int64_t soon_us = 12 * HOUR_US;

enum {
    WAITING,
    PLACES,
    UNSEEN
};
static const struct statement statements[] = {
    [WAITING] = { .name = "handover.waiting",
                  .sql = "SELECT subject, k FROM role_holder WHERE log = $1 AND person = $2"
                         " AND team = '" TEAM_HANDOVER "' ORDER BY subject, k LIMIT 50",
                  .params = 2,
                  .columns = 2 },
    [PLACES] = { .name = "handover.places",
                 .sql = "SELECT subject FROM role_holder WHERE log = $1 AND person = $2"
                        " AND (until_us IS NULL OR (from_us <= $3 AND until_us > $3))"
                        " ORDER BY subject LIMIT 50",
                 .params = 3,
                 .columns = 1 },
};
static const struct statement unseen = { .name = "handover.unseen",
                                         .sql = "SELECT count(*) FROM outbox WHERE log = $1"
                                                " AND person = $2 AND seen IS NULL",
                                         .params = 2,
                                         .columns = 1 };

status handover_prepare(struct task *t, struct reader *r)
{
    TRY(db_prepare_all(t, r->kept, &unseen, 1));
    TRY(my_home_prepare(t, r));
    TRY(claims_prepare(t, r));
    return db_prepare_all(t, r->derived, statements, COUNT(statements));
}

/* --- what was given --- */

static status name_row(struct task *t, struct request *in, struct handover_row *h)
{
    if (h->from != 0)
        TRY(look_name(t, in->reader, h->from, &h->from_name));
    if (h->to != 0)
        TRY(look_name(t, in->reader, h->to, &h->to_name));
    return look_name(t, in->reader, h->subject, &h->place);
}

static struct handover_row row_of_event(const struct event *e, uint32_t subject,
                                        enum subject_kind kind)
{
    return (struct handover_row){ .subject = subject,
                                  .kind = kind,
                                  .n = e->n,
                                  .about = (uint64_t)event_number(e, "handover"),
                                  .from = e->author,
                                  .to = (uint32_t)event_number(e, "to"),
                                  .role = (enum role)event_number(e, "role"),
                                  .given = e->happened,
                                  .taken = NEVER,
                                  .note = event_text(e, "note") };
}

static struct instant taken_at(const struct stream *s, uint64_t about)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->fact[i].n != 0 && s->fact[i].kind == EV_HANDOVER_TAKEN && s->fact[i].about == about)
            return (struct instant){ s->fact[i].happened };
    return NEVER;
}

static status read_given(struct task *t, struct request *in, uint32_t subject, uint32_t n,
                         struct handover_row *ret)
{
    struct stream s;
    enum subject_kind kind;
    TRY(journal_subject_kind(t, in->reader->journal, subject, &kind));
    TRY(stream_read(t, in->reader->journal, subject, NEVER, true, &s));
    struct event e = stream_event_at(t, &s, n);
    if (e.kind != EV_HANDOVER_GIVEN)
        return fail(t, E_MISSING, "there is no such handover");
    e.n = n;
    *ret = row_of_event(&e, subject, kind);
    ret->taken = taken_at(&s, ret->about);
    return name_row(t, in, ret);
}

static status waiting(struct task *t, struct request *in, struct handover_page *p)
{
    struct value with[] = { I64(in->reader->store->log), I64(in->session.actor.person) };
    uint32_t subject[HANDOVERS_MAX], n[HANDOVERS_MAX];
    size_t count = 0;
    WITH_CURSOR(rows);
    TRY(db_query(t, in->reader->derived, &statements[WAITING], with, COUNT(with), &rows));
    while (count < HANDOVERS_MAX && cursor_next(&rows)) {
        subject[count] = (uint32_t)cursor_i64(&rows);
        n[count++] = (uint32_t)cursor_i64(&rows);
    }
    TRY(cursor_done(&rows));
    p->waiting = NEWS(t->arena, struct handover_row, HANDOVERS_MAX);
    for (size_t i = 0; i < count; i++)
        TRY(read_given(t, in, subject[i], n[i], &p->waiting[p->waitings++]));
    return OK;
}

status handovers_waiting(struct task *t, struct request *in, size_t *ret)
{
    struct handover_page p = { 0 };
    TRY(waiting(t, in, &p));
    *ret = p.waitings;
    return OK;
}

/* The home where a role is held now, else the agency; 0: who works nowhere hands no shift over, and
 * reads nobody's. */
static status place_of(struct task *t, struct request *in, uint32_t *ret)
{
    struct value with[] = { I64(in->reader->store->log), I64(in->session.actor.person),
                            I64(in->now.us) };
    uint32_t subject[HANDOVERS_MAX];
    size_t count = 0;
    WITH_CURSOR(rows);
    TRY(db_query(t, in->reader->derived, &statements[PLACES], with, COUNT(with), &rows));
    while (count < HANDOVERS_MAX && cursor_next(&rows))
        subject[count++] = (uint32_t)cursor_i64(&rows);
    TRY(cursor_done(&rows));
    *ret = in->session.actor.agency;
    for (size_t i = 0; i < count; i++) {
        enum subject_kind kind;
        TRY(journal_subject_kind(t, in->reader->journal, subject[i], &kind));
        if (kind == SUBJECT_HOME || (kind == SUBJECT_AGENCY && *ret == 0))
            *ret = subject[i];
    }
    return OK;
}

static status given_here(struct task *t, struct request *in, struct handover_page *p)
{
    struct stream s;
    enum subject_kind kind;
    TRY(place_of(t, in, &p->place));
    if (p->place == 0)
        return OK;
    TRY(look_name(t, in->reader, p->place, &p->place_name));
    TRY(journal_subject_kind(t, in->reader->journal, p->place, &kind));
    TRY(stream_read(t, in->reader->journal, p->place, NEVER, true, &s));
    p->here = NEWS(t->arena, struct handover_row, HANDOVERS_MAX);
    for (uint32_t i = s.count; i-- > 0 && p->heres < 10;) {
        if (s.fact[i].n == 0 || s.fact[i].kind != EV_HANDOVER_GIVEN)
            continue;
        struct event e = stream_event_at(t, &s, s.fact[i].n);
        if (e.kind != EV_HANDOVER_GIVEN)
            continue;
        struct handover_row *h = &p->here[p->heres++];
        e.n = s.fact[i].n;
        *h = row_of_event(&e, p->place, kind);
        h->taken = taken_at(&s, h->about);
        TRY(name_row(t, in, h));
    }
    return OK;
}

/* A shift begins when the last one was taken over, or half a day ago. */
static status happened_here(struct task *t, struct request *in, struct handover_page *p)
{
    enum subject_kind kind;
    p->shift_from.us = in->now.us - soon_us;
    if (p->place == 0)
        return OK;
    for (size_t i = 0; i < p->heres; i++)
        if (p->here[i].taken.us != INT64_MAX && p->here[i].taken.us > p->shift_from.us)
            p->shift_from = p->here[i].taken;
    TRY(journal_subject_kind(t, in->reader->journal, p->place, &kind));
    if (kind != SUBJECT_HOME)
        return OK;
    return shift_entries(t, in, p->place, p->shift_from, &p->entry, &p->entries);
}

/* --- what is open now --- */

static status missing_now(struct task *t, struct request *in, const struct seen_children *seen,
                          struct handover_page *p)
{
    struct missing_list *list = NEW(t->arena, struct missing_list);
    TRY(look_missing(t, in->reader, in->now, list));
    p->missing = NEWS(t->arena, const struct missing_row *, list->count + 1);
    for (size_t i = 0; i < list->count; i++)
        if (may_list(seen, list->at[i].child, true))
            p->missing[p->missings++] = &list->at[i];
    return OK;
}

static status due_soon(struct task *t, struct request *in, const struct view *v,
                       struct handover_page *p)
{
    struct duty_list *list = NEW(t->arena, struct duty_list);
    struct duty_filter f = { .person = in->session.actor.person, .at = in->now };
    TRY(look_duties(t, in->reader, &f, list));
    p->late = list->overdue;
    p->soon = NEWS(t->arena, struct owed_row, HANDOVER_LISTED);
    for (size_t i = 0; i < list->count && p->soons < HANDOVER_LISTED; i++) {
        const struct duty_row *d = &list->at[i];
        if (d->state != DUTY_OVERDUE && d->instance.due <= in->now.us + soon_us)
            p->soon[p->soons++] = owed_row(v, d);
    }
    return OK;
}

static status undecided(struct task *t, struct request *in, const struct seen_children *seen,
                        struct handover_page *p)
{
    struct duty_list *list = NEW(t->arena, struct duty_list);
    struct duty_filter f = { .alarms = true, .at = in->now, .limit = 400 };
    f.person = seen->all ? 0 : in->session.actor.person;
    TRY(look_duties(t, in->reader, &f, list));
    p->alarm = NEWS(t->arena, const struct duty_row *, HANDOVER_LISTED);
    for (size_t i = list->count; i-- > 0 && p->alarms < HANDOVER_LISTED;) {
        const struct duty_row *d = &list->at[i];
        if (d->state == ALARM_RAISED && d->instance.from > in->now.us - 7 * 24 * HOUR_US)
            p->alarm[p->alarms++] = d;
    }
    return OK;
}

static status open_now(struct task *t, struct request *in, const struct view *v,
                       struct handover_page *p)
{
    struct seen_children seen;
    struct value with[] = { I64(in->reader->store->log), I64(in->session.actor.person) };
    TRY(waiting(t, in, p));
    TRY(given_here(t, in, p));
    TRY(happened_here(t, in, p));
    TRY(children_seen(t, in, &seen));
    TRY(missing_now(t, in, &seen, p));
    TRY(due_soon(t, in, v, p));
    TRY(undecided(t, in, &seen, p));
    TRY(db_query_i64(t, in->reader->kept, &unseen, with, COUNT(with), &p->unseen));
    return look_people(t, in->reader, &p->people);
}

static status show_handover(struct task *t, struct request *in, struct response *out,
                            struct form *form)
{
    struct handover_page *p = NEW(t->arena, struct handover_page);
    struct view v = view_of(t, in, "Hand over", NAV_DUTIES);
    v.recorded = true;
    unsigned code = form->problems > 0 || form->not_kept ? 400 : 200;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    if (open_now(t, in, &v, p) != OK) {
        p->failed = str_nul(t->arena, str_from(t->reason));
        code = 503;
    }
    note_searched(in, out, "handover");
    struct html h = page_open(t);
    page_handover_page(&h, &v, form, p);
    return page_send(t, &h, code, out);
}

status handle_handover(struct task *t, struct request *in, struct response *out)
{
    struct form form = form_of(t, in);
    return show_handover(t, in, out, &form);
}

/* --- giving --- */

static uint64_t fresh_number(void)
{
    uint64_t n = 0;
    while (n == 0) {
        random_bytes(&n, sizeof n);
        n &= (UINT64_C(1) << 52) - 1;
    }
    return n;
}

static uint32_t chosen_person(struct form *form)
{
    struct task quiet = { 0 };
    int64_t to;
    if (str_to_i64(&quiet, form_typed(form, "to"), 1, UINT32_MAX, &to) == OK)
        return (uint32_t)to;
    form_wrong(form, "to", "Choose who takes over");
    return 0;
}

static struct event given(struct request *in, struct form *form, uint32_t subject, uint32_t to)
{
    struct event e = event_new(EV_HANDOVER_GIVEN, subject, in->now);
    struct str note = str_trim(form_typed(form, "note"));
    event_set_number(&e, "handover", (int64_t)fresh_number());
    event_set_number(&e, "to", to);
    if (note.len > 0)
        event_set_text(&e, "note", note);
    return e;
}

status handle_handover_given(struct task *t, struct request *in, struct response *out)
{
    struct form form = form_of(t, in);
    uint32_t to = chosen_person(&form), place;
    int64_t seq;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    if (str_trim(form_typed(&form, "note")).len == 0)
        form_wrong(&form, "note",
                   "Say what the next shift must know; \xe2\x80\x9cnothing\xe2\x80\x9d"
                   " is an answer");
    if (form.problems > 0)
        return show_handover(t, in, out, &form);
    TRY(place_of(t, in, &place));
    if (place == 0)
        return fail(t, E_INVALID, "you work at no home or agency of this register: hand over a"
                                  " child\xe2\x80\x99s role on the child\xe2\x80\x99s own page");
    struct said s = { .child = place, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    s.event[0] = given(in, &form, place, to);
    status done = record(t, in, &s, &seq);
    if (done != OK) {
        form.not_kept = not_kept(t, done);
        return show_handover(t, in, out, &form);
    }
    note_searched(in, out, "handover");
    return redirect(t, out, ROUTE_handover, NULL);
}

/* --- taking --- */

/* A role at a child moves in the same append as the signature. */
static void move_role(struct request *in, const struct handover_row *h, struct said *s)
{
    if (h->kind != SUBJECT_CHILD || h->role == ROLE_NONE)
        return;
    struct event ended = event_new(EV_INVOLVEMENT_ENDED, h->subject, in->now);
    struct event started = event_new(EV_INVOLVEMENT_STARTED, h->subject, in->now);
    event_set_code(&ended, "role", code_text(CODES_ROLE, h->role));
    event_set_code(&started, "role", code_text(CODES_ROLE, h->role));
    event_set_number(&started, "person", in->session.actor.person);
    s->event[s->count++] = ended;
    s->event[s->count++] = started;
}

status handle_handover_taken(struct task *t, struct request *in, struct response *out)
{
    struct form form = form_of(t, in);
    struct handover_row h;
    int64_t seq;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    if (in->number[0] > UINT32_MAX || in->number[1] > UINT32_MAX)
        return fail(t, E_MISSING, "there is no such handover");
    TRY(read_given(t, in, (uint32_t)in->number[0], (uint32_t)in->number[1], &h));
    if (h.to != in->session.actor.person)
        return fail(t, E_DENIED, "only the person to whom it was given can take this handover");
    struct said s = { .child = h.subject, .seen_n = APPEND_ANY, .key = form.key };
    s.event[s.count] = event_new(EV_HANDOVER_TAKEN, h.subject, in->now);
    event_set_number(&s.event[s.count++], "handover", (int64_t)h.about);
    move_role(in, &h, &s);
    status done = record(t, in, &s, &seq);
    if (done != OK) {
        form.not_kept = not_kept(t, done);
        return show_handover(t, in, out, &form);
    }
    note_searched(in, out, "handover");
    return redirect(t, out, ROUTE_handover, NULL);
}

/* --- a role at a child --- */

/* Roles that this person may hand over: those held for the child, and those of people below. */
static struct choices roles_of(struct task *t, const struct request *in, const struct child_file *f)
{
    struct choice *c = NEWS(t->arena, struct choice, ROLES);
    size_t count = 0;
    for (unsigned role = ROLE_NONE + 1; role < ROLES; role++) {
        uint32_t holder = f->evaluation->child.holder[role];
        bool mine = holder != 0 && holder == in->session.actor.person;
        bool below = holder != 0 && may_give((enum role)in->session.actor.role, (enum role)role);
        if (mine || below)
            c[count++] = (struct choice){ code_text(CODES_ROLE, role),
                                          code_meaning(CODES_ROLE, role), NULL };
    }
    return (struct choices){ .name = "role", .legend = "Which role?", .at = c, .count = count };
}

static status show_child_handover(struct task *t, struct request *in, struct response *out,
                                  struct child_file *f, struct form *form)
{
    struct child_handover_page p = { .child = f->child,
                                     .name = f->name,
                                     .first = first_name(f->name),
                                     .roles = roles_of(t, in, f),
                                     .who_may = roles_who_may_give(t->arena, ROLE_SOCIAL_WORKER) };
    struct view v = view_of(t, in, "Hand over a role", NAV_CHILDREN);
    v.form = v.recorded = true;
    TRY(look_people(t, in->reader, &p.people));
    struct html h = page_open(t);
    page_child_handover(&h, &v, form, &p);
    return page_send(t, &h, form->problems > 0 || form->not_kept ? 400 : 200, out);
}

status handle_child_handover(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "handover", &f, &relation));
    struct form form = form_of(t, in);
    return show_child_handover(t, in, out, &f, &form);
}

status handle_child_handover_given(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "handover", &f, &relation));
    struct form form = form_of(t, in);
    struct str role = form_typed(&form, "role");
    int64_t seq;
    if (code_number(CODES_ROLE, role) == 0)
        form_wrong(&form, "role", "Choose which role is handed over");
    uint32_t to = chosen_person(&form);
    if (form.problems > 0)
        return show_child_handover(t, in, out, &f, &form);
    struct said s = { .child = f.child, .seen_n = APPEND_ANY, .key = form.key, .count = 1 };
    s.event[0] = given(in, &form, f.child, to);
    event_set_code(&s.event[0], "role", str_nul(t->arena, role));
    status done = record(t, in, &s, &seq);
    if (done != OK) {
        form.not_kept = not_kept(t, done);
        return show_child_handover(t, in, out, &f, &form);
    }
    out->note_first = false;
    return redirect(t, out, ROUTE_kept,
                    (struct link_part[]){ { .number = f.child }, { .number = (uint64_t)seq } });
}
