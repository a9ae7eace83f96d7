/* One child's file, now or as it was known at an instant. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "web/pages.gen.h"
#include "web/record.h"
#include "web/who.h"

enum {
    ENTRIES_SHOWN = 30,
    ENTRIES_ON_A_PAGE = 100,
    MARKS_LISTED = 100,
    LATER_US = 24 * 3600,
    NAMES_KEPT = 64,
    OWED_OPEN = 6,
    OWED_LISTED = 12,
    ALARMS_OPEN = 8,
    WORDS_SHOWN = 3
};

static const enum role around[] = {
    ROLE_SOCIAL_WORKER,  ROLE_REVIEWING_OFFICER,   ROLE_REGISTERED_MANAGER,
    ROLE_CARER,          ROLE_MISSING_COORDINATOR, ROLE_POLICE_MISSING_COORDINATOR,
    ROLE_EMERGENCY_DUTY, ROLE_VIRTUAL_SCHOOL_HEAD, ROLE_DESIGNATED_NURSE,
    ROLE_ADVOCATE,
};

const struct owner *answers_for(struct task *t, struct request *in, struct answering *a,
                                enum role role)
{
    if (role >= ROLES)
        return NULL;
    if (!a->known[role]) {
        a->found[role] = look_owner(t, in->reader, a->child, a->home, role, a->at, &a->owner[role]);
        a->known[role] = true;
    }
    return a->found[role] == OK ? &a->owner[role] : NULL;
}

/* Who holds a role tonight, and their number. A role that fell to somebody above is "none" here:
 * who answers instead stands with each duty. */
struct call call_for(struct task *t, struct request *in, struct answering *a, enum role role)
{
    struct call c = { .role = str_from(code_meaning(CODES_ROLE, role)) };
    struct person_details d;
    const struct owner *o = answers_for(t, in, a, role);
    c.could_not = o == NULL;
    if (!o || o->role != role || o->person == 0)
        return c;
    c.name = o->name;
    if (person_details(t, in->reader, o->person, &d) == OK)
        c.telephone = d.telephone.len ? d.telephone : d.agency_telephone;
    return c;
}

static const struct placement *placed_now(const struct child_state *c)
{
    for (uint32_t i = 0; i < c->placements && i < CHILD_PLACEMENTS_MAX; i++)
        if (c->placement[i].id == c->placement_now)
            return &c->placement[i];
    return NULL;
}

static const struct child_entry *entry_of(const struct child_file *f, uint32_t n)
{
    for (size_t i = 0; n != 0 && i < f->entries; i++)
        if (f->entry[i].event.n == n)
            return &f->entry[i];
    return NULL;
}

uint32_t home_of(const struct child_file *f)
{
    const struct placement *p = placed_now(&f->evaluation->child);
    const struct child_entry *e = p ? entry_of(f, p->started_n) : NULL;
    return e ? (uint32_t)event_number(&e->event, "home") : 0;
}

static struct str lives_words(struct task *t, struct request *in, const struct child_file *f)
{
    const struct placement *p = placed_now(&f->evaluation->child);
    if (!p || !(f->evaluation->child.is & CHILD_IS(PLACED)))
        return S("");
    struct str home = S("");
    uint32_t number = home_of(f);
    if (number == 0 || look_name(t, in->reader, number, &home) != OK || home.len == 0)
        home = str_from(code_meaning(CODES_PLACEMENT_TYPE, p->type));
    if (home.len == 0)
        home = S("a placement");
    const char *area = code_meaning(CODES_AREA, p->area);
    struct str miles = p->distance < 0 ? S("")
                                       : str_print(t->arena, ", %.*s from home",
                                                   STR_ARG(words_miles(t->arena, p->distance)));
    return str_print(t->arena, "%.*s%.*s%s%s", STR_ARG(home), STR_ARG(miles), *area ? ", " : "",
                     area);
}

static struct str care_words(struct task *t, const struct view *v, const struct child_state *c)
{
    if (!(c->is & CHILD_IS(LOOKED_AFTER)))
        return c->cares > 0 ? S("Not in care now") : S("");
    const char *legal = code_meaning(CODES_LEGAL_STATUS, c->legal);
    return str_print(t->arena, "In care since %.*s%s%s%s%s",
                     STR_ARG(words_short_day(v, (struct instant){ c->care_from })),
                     *legal ? ", " : "", legal, *legal ? ", " : "",
                     *legal ? code_text(CODES_LEGAL_STATUS, c->legal) : "");
}

static void away(struct child_page *p)
{
    const struct child_state *c = &p->file->evaluation->child;
    p->away_since = NEVER;
    for (uint32_t i = 0; i < c->episodes && i < CHILD_EPISODES_MAX; i++) {
        const struct missing_episode *e = &c->episode[i];
        if (e->until != INT64_MAX)
            continue;
        p->away_since.us = e->from;
        p->away_n = e->reported_n;
        p->away_word = strcmp(code_text(CODES_CLASSIFICATION, e->class), "A") == 0
                           ? "Away without authorisation"
                           : "Missing";
    }
}

/* Three instants that explain more than a date picker: before the last report, when the last alarm
 * rang, before the child moved here. */
static void useful_instants(struct child_page *p)
{
    const struct evaluation *e = p->file->evaluation;
    const struct child_state *c = &e->child;
    struct useful_instant *to = p->instant;
    if (c->episodes > 0 && c->episodes <= CHILD_EPISODES_MAX)
        to[p->instants++] =
            (struct useful_instant){ { c->episode[c->episodes - 1].from - 60 * SECOND_US },
                                     "before the last episode" };
    int64_t rang = INT64_MIN;
    for (uint32_t i = 0; i < e->count; i++) {
        const struct instance *x = &e->instance[i];
        bool alarm = x->from <= p->file->now.us && x->closing != CLEARED && x->from > rang &&
                     x->due == INT64_MAX && x->warn == INT64_MAX;
        if (alarm)
            rang = x->from;
    }
    if (rang > 0)
        to[p->instants++] = (struct useful_instant){ { rang }, "when something last rang" };
    const struct placement *placed = placed_now(c);
    if (placed && placed->from > 0)
        to[p->instants++] =
            (struct useful_instant){ { placed->from - 60 * SECOND_US }, "before the last move" };
}

/* Duties of this file come from its own evaluation, so that a past view shows what was owed then.
 */
static struct duty_row *row_of(struct task *t, struct request *in, const struct child_page *p,
                               const struct instance *x, struct instant at)
{
    const struct rulebook *b = in->site->store->rules;
    struct duty_row *d = NEW(t->arena, struct duty_row);
    *d = (struct duty_row){ .child = p->file->child,
                            .home = p->answering->home,
                            .child_name = p->name,
                            .rule = x->rule,
                            .instance = *x };
    d->state = instance_state(b, x, at.us);
    const struct owner *o = answers_for(t, in, p->answering, (enum role)x->owner);
    if (o)
        d->owner = *o;
    if (x->given_to != 0) {
        d->owner = (struct owner){ .person = x->given_to,
                                   .role = (enum role)x->owner,
                                   .asked = (enum role)x->owner };
        if (look_name(t, in->reader, x->given_to, &d->owner.name) != OK)
            o = NULL;
    }
    if (!o)
        d->owner.name = S("could not look who holds this");
    return d;
}

static int by_due(const void *a, const void *b)
{
    const struct owed_row *x = a, *y = b;
    int64_t l = x->row->instance.due, r = y->row->instance.due;
    return (l > r) - (l < r);
}

/* What the stay away that is going on asks for, before everything else. */
static void episode_first(struct task *t, struct child_page *p)
{
    uint64_t now = p->file->evaluation->child.episode_now;
    struct owed_row *sorted = NEWS(t->arena, struct owed_row, p->owed_count + 1);
    size_t count = 0;
    for (int about_it = 1; about_it >= 0; about_it--) {
        for (size_t i = 0; i < p->owed_count; i++)
            if ((now != 0 && p->owed[i].row->instance.about == now) == about_it)
                sorted[count++] = p->owed[i];
        if (about_it)
            p->owed_first = count;
    }
    p->owed = sorted;
    if (p->owed_first < OWED_OPEN)
        p->owed_first = count < OWED_OPEN ? count : OWED_OPEN;
    p->owed_listed = p->all_owed || count < OWED_LISTED ? count : OWED_LISTED;
    if (p->owed_first > p->owed_listed)
        p->owed_first = p->owed_listed;
}

static void add_alarm(struct task *t, struct request *in, const struct view *v,
                      struct child_page *p, const struct instance *x, struct instant at)
{
    struct alarm_row *a = &p->alarm[p->alarm_count];
    a->d = owed_row(v, row_of(t, in, p, x, at));
    p->alarm_count++;
    a->level = level_word(rule_of(v, x->rule)->level);
    a->again = instance_again(p->file->evaluation, x, at.us);
    const struct child_entry *seen = entry_of(p->file, x->acknowledged_n);
    if (seen && (seen->event.author == 0 ||
                 look_name(t, in->reader, seen->event.author, &a->seen_by) != OK))
        a->seen_by = S("Somebody");
}

/* One card a rule: the newest; the others stand behind the link to all. */
static bool rang_already(const struct child_page *p, uint16_t rule)
{
    for (size_t i = 0; i < p->alarm_count; i++)
        if (p->alarm[i].d.row->rule == rule)
            return true;
    return false;
}

static void owed_and_alarms(struct task *t, struct request *in, const struct view *v,
                            struct instant at, struct child_page *p)
{
    const struct evaluation *e = p->file->evaluation;
    const struct rulebook *b = in->site->store->rules;
    size_t open = 0;
    for (uint32_t i = 0; i < e->count; i++)
        open += e->instance[i].closed_at == INT64_MAX;
    p->owed = NEWS(t->arena, struct owed_row, open + 1);
    p->alarm = NEWS(t->arena, struct alarm_row, open + 1);
    for (uint32_t i = e->count; i-- > 0;) { /* newest alarm first */
        const struct instance *x = &e->instance[i];
        if (x->closed_at != INT64_MAX)
            continue;
        switch (instance_state(b, x, at.us)) {
        case DUTY_NOT_YET:
        case DUTY_RUNNING:
        case DUTY_WARNED:
        case DUTY_OVERDUE:
        case DUTY_UNKNOWN: p->owed[p->owed_count++] = owed_row(v, row_of(t, in, p, x, at)); break;
        case ALARM_RAISED:
            p->alarms_waiting++;
            if (p->all_alarms || (p->alarm_count < ALARMS_OPEN && !rang_already(p, x->rule)))
                add_alarm(t, in, v, p, x, at);
            break;
        case DUTY_MET:
        case DUTY_MET_LATE:
        case DUTY_ENDED:
        case DUTY_WAIVED:
        case ALARM_WAITING:
        case ALARM_DECIDED:
        case ALARM_CLEARED: break;
        }
    }
    if (p->owed_count > 1)
        qsort(p->owed, p->owed_count, sizeof *p->owed, by_due);
    episode_first(t, p);
}

struct names { /* authors of this file, each looked up once */
    struct name_row at[NAMES_KEPT];
    size_t count;
};

static struct str author_words(struct task *t, struct request *in, struct names *n,
                               const struct event *e)
{
    if (e->author == 0)
        return e->source.len ? str_print(t->arena, "From %.*s", STR_ARG(e->source)) : S("");
    for (size_t i = 0; i < n->count; i++)
        if (n->at[i].number == e->author)
            return n->at[i].name;
    struct str name;
    if (look_name(t, in->reader, e->author, &name) != OK)
        name = S("(author could not be read)");
    const char *role = code_meaning(CODES_ROLE, e->role);
    if (*role)
        name = str_print(t->arena, "%.*s, %s", STR_ARG(name), role);
    if (n->count < NAMES_KEPT)
        n->at[n->count++] = (struct name_row){ .number = e->author, .name = name };
    return name;
}

static int64_t asked_number(const struct request *in, const char *name)
{
    struct task ignored = { 0 };
    int64_t n;
    struct str asked = urlform_text(&in->query, name);
    if (asked.len == 0 || str_to_i64(&ignored, asked, 0, STREAM_EVENTS_MAX, &n) != OK)
        return 0;
    return n;
}

/* A page of entries begins at "skip", or is the one that "n" stands on. */
static size_t skip_of(const struct request *in, const struct child_file *f)
{
    int64_t n = asked_number(in, "n");
    for (size_t i = 0; n > 0 && i < f->entries; i++)
        if (f->entry[i].event.n == (uint32_t)n)
            return (f->entries - 1 - i) / ENTRIES_ON_A_PAGE * ENTRIES_ON_A_PAGE;
    return (size_t)asked_number(in, "skip");
}

static void list_entries(struct task *t, struct request *in, struct child_page *p, size_t skip,
                         size_t most)
{
    const struct child_file *f = p->file;
    struct names *names = NEW(t->arena, struct names);
    p->entry = NEWS(t->arena, struct entry_row, most);
    for (size_t i = f->entries > skip ? f->entries - skip : 0; i-- > 0 && p->entries < most;) {
        const struct child_entry *e = &f->entry[i];
        struct entry_row *row = &p->entry[p->entries++];
        row->e = e;
        row->day_only = strcmp(code_text(CODES_PRECISION, e->event.precision), "day") == 0;
        row->by = author_words(t, in, names, &e->event);
        int64_t gap = e->event.recorded.us - e->event.happened.us;
        if (gap > LATER_US * SECOND_US)
            row->later = words_length(t->arena, gap);
    }
    size_t shown = skip + p->entries;
    p->newer = skip < f->entries ? skip : f->entries;
    p->older = f->entries > shown ? f->entries - shown : 0;
    p->skip_next = shown;
    p->skip_back = skip > most ? skip - most : 0;
}

/* "at" as an instant, or "d" and "t" as the form sends them; NEVER when neither is given. */
static status known_at_of(struct task *t, const struct request *in, struct instant *ret)
{
    struct str at = urlform_text(&in->query, "at"), day = urlform_text(&in->query, "d");
    *ret = NEVER;
    if (at.len > 0) {
        TRY(instant_parse(t, at, ret));
    } else if (day.len > 0) {
        struct date d;
        int hour = 23, minute = 59;
        struct str time = urlform_text(&in->query, "t");
        TRY(date_parse(t, day, &d));
        if (time.len > 0 && !clock_read(time, &hour, &minute))
            return fail(t, E_INVALID, "the time must be like 14:30");
        *ret = uk_instant(d, hour, minute, 59);
    }
    if (ret->us >= in->now.us)
        *ret = NEVER; /* the future is not known; this is now */
    return OK;
}

static void people(struct task *t, struct request *in, struct child_page *p)
{
    uint32_t home = p->answering->home;
    p->person = NEWS(t->arena, struct call, COUNT(around) + 1);
    for (size_t i = 0; i < COUNT(around); i++) {
        struct call c = call_for(t, in, p->answering, around[i]);
        bool often_none = around[i] == ROLE_CARER || around[i] == ROLE_REGISTERED_MANAGER;
        if (c.name.len > 0 || c.could_not || !often_none)
            p->person[p->people++] = c;
    }
    struct str number = home_telephone(t, in->reader, home);
    struct str name;
    if (home != 0 && look_name(t, in->reader, home, &name) == OK && number.len > 0)
        p->person[p->people++] =
            (struct call){ .role = S("where the child lives"), .name = name, .telephone = number };
}

static void name_page(struct task *t, struct view *v, const struct child_file *f,
                      struct child_page *p)
{
    p->name = f->name;
    p->first = first_name(f->name);
    v->title = f->name;
    struct instant at = p->past ? f->known_at : v->now;
    struct clock_time c = clock_in_uk(at);
    p->known_day = date_text(t->arena, date_of(c.on));
    p->known_time = str_print(t->arena, "%02u:%02u", c.hour, c.minute);
}

status handle_child(struct task *t, struct request *in, struct response *out)
{
    struct form form = form_of(t, in);
    struct instant known_at;
    struct child_file *f = NEW(t->arena, struct child_file);
    struct child_page *p = NEW(t->arena, struct child_page);
    TRY(known_at_of(t, in, &known_at));
    TRY(child_open(t, in, out, child_number(in), known_at, "file", f, &p->relation));
    struct view v = view_of(t, in, "", NAV_CHILDREN);
    v.recorded = true;
    v.known_at = known_at;
    p->file = f;
    p->past = known_at.us != INT64_MAX;
    p->all_marks = str_is(urlform_text(&in->query, "table"), "all");
    p->all_owed = str_is(urlform_text(&in->query, "owed"), "all");
    p->all_alarms = str_is(urlform_text(&in->query, "alarms"), "all");
    struct instant at = p->past ? known_at : in->now;
    p->answering = NEW(t->arena, struct answering);
    *p->answering = (struct answering){ .child = f->child, .home = home_of(f), .at = at };
    name_page(t, &v, f, p);
    p->care = care_words(t, &v, &f->evaluation->child);
    p->lives = lives_words(t, in, f);
    away(p);
    useful_instants(p);
    TRY(picture_of(t, &v, in->reader, f, p->first, &p->picture));
    owed_and_alarms(t, in, &v, at, p);
    if (!p->past)
        TRY(area_notice_of(t, in, f, f->evaluation->child.placement_now, &p->notice));
    people(t, in, p);
    list_entries(t, in, p, 0, ENTRIES_SHOWN);
    struct own_words *own = NEW(t->arena, struct own_words);
    *own = own_words_of(t, in, f, WORDS_SHOWN);
    p->own = own;
    p->interview = interview_episode(f);
    p->marks_listed =
        p->all_marks || p->picture.count < MARKS_LISTED ? p->picture.count : MARKS_LISTED;
    if (!p->past)
        out->seen_child = f->child;
    struct html h = page_open(t);
    page_child(&h, &v, &form, p);
    return page_send(t, &h, 200, out);
}

status handle_entries(struct task *t, struct request *in, struct response *out)
{
    struct instant known_at;
    struct child_file *f = NEW(t->arena, struct child_file);
    struct child_page *p = NEW(t->arena, struct child_page);
    TRY(known_at_of(t, in, &known_at));
    TRY(child_open(t, in, out, child_number(in), known_at, "entries", f, &p->relation));
    struct view v = view_of(t, in, "", NAV_CHILDREN);
    v.recorded = true;
    v.known_at = known_at;
    p->file = f;
    p->past = known_at.us != INT64_MAX;
    name_page(t, &v, f, p);
    list_entries(t, in, p, skip_of(in, f), ENTRIES_ON_A_PAGE);
    struct html h = page_open(t);
    page_entries_page(&h, &v, p);
    return page_send(t, &h, 200, out);
}
