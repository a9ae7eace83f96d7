/* Rows of homes, agencies and people, and of who holds which role for any subject. */
#include "register/need.h"
#include "register/row_values.h"

struct rows_of rows_open(struct task *t, const struct stream *s, struct derived_rows *out)
{
    struct rows_of r = { .t = t, .a = t->arena, .s = s, .out = out };
    if (out->arena == NULL)
        out->arena = t->arena;
    r.count = stream_facts(t, s, &r.fact);
    return r;
}

/* ---- roles ---- */

struct holding {
    uint32_t n, person;
    int64_t from, until;
    uint8_t role;
    struct str team, worker, why_began;
};

static bool ends(const struct holding *h, const struct fact *f, bool one_each)
{
    if (h->until != INT64_MAX || h->role != f->code)
        return false;
    bool same = h->person == (uint32_t)f->number;
    return f->kind == EV_INVOLVEMENT_STARTED ? one_each || same : same || f->number == 0;
}

static uint32_t holdings(struct rows_of *r, bool one_each, struct holding *ret)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        const struct fact *f = &r->fact[i];
        if (f->kind != EV_INVOLVEMENT_STARTED && f->kind != EV_INVOLVEMENT_ENDED)
            continue;
        for (uint32_t j = 0; j < count; j++) {
            if (ends(&ret[j], f, one_each))
                ret[j].until = f->happened;
        }
        if (f->kind == EV_INVOLVEMENT_ENDED)
            continue;
        struct event e = stream_event_at(r->t, r->s, f->n);
        bool kept = e.kind == EV_INVOLVEMENT_STARTED;
        ret[count++] = (struct holding){ .n = f->n,
                                         .person = (uint32_t)f->number,
                                         .from = f->happened,
                                         .until = INT64_MAX,
                                         .role = f->code,
                                         .team = kept ? event_text(&e, "team") : S(""),
                                         .worker = kept ? event_text(&e, "worker") : S(""),
                                         .why_began = kept ? event_text(&e, "reason") : S("") };
    }
    return count;
}

/* The dataset calls the allocated social worker CW; its other roles are local words. */
static struct value dataset_role(uint8_t role)
{
    return role == ROLE_SOCIAL_WORKER ? TEXT(S("CW")) : said_code(CODES_ROLE, role);
}

static uint32_t involvements(const struct rows_of *r)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->count; i++)
        count += r->fact[i].kind == EV_INVOLVEMENT_STARTED;
    return count;
}

static bool is_taken(const struct rows_of *r, uint64_t handover)
{
    for (uint32_t i = 0; i < r->count; i++) {
        if (r->fact[i].kind == EV_HANDOVER_TAKEN && r->fact[i].about == handover)
            return true;
    }
    return false;
}

/* Shifts, and what waits to be taken over by the person named. */
static void passing_rows(struct rows_of *r)
{
    for (uint32_t i = 0; i < r->count; i++) {
        const struct fact *f = &r->fact[i];
        if (f->kind == EV_HANDOVER_GIVEN && !is_taken(r, f->about))
            ROW(r->out, ROLE_HOLDER, f->n, I64(f->code), I64(f->number), I64(f->happened),
                I64(f->happened), TEXT(S(TEAM_HANDOVER)), NIL());
        if (f->kind != EV_ROTA_ENTERED)
            continue;
        struct event e = stream_event_at(r->t, r->s, f->n);
        if (e.kind == EV_ROTA_ENTERED && event_given(&e, "from") && event_given(&e, "until"))
            ROW(r->out, ROLE_HOLDER, f->n, I64(f->code), I64(f->number),
                I64(event_number(&e, "from")), I64(event_number(&e, "until")),
                TEXT(S(TEAM_ROTA)), NIL());
    }
}

void role_rows(struct rows_of *r, bool one_each)
{
    passing_rows(r);
    struct holding *all = NEWS(r->a, struct holding, involvements(r) + 1);
    uint32_t count = holdings(r, one_each, all), subject = r->s->subject;
    for (uint32_t i = 0; i < count; i++) {
        const struct holding *h = &all[i];
        ROW(r->out, ROLE_HOLDER, h->n, I64(h->role), said_number(h->person), I64(h->from),
            us_of(h->until), said_text(h->team), said_text(h->worker));
        if (!one_each)
            continue; /* the dataset knows only who works with a child */
        ROW(r->out, SSD_INVOLVEMENTS, h->n, id_within(r->a, subject, h->n),
            h->person != 0 ? id_of(r->a, h->person) : said_text(h->worker), dataset_role(h->role),
            said_text(h->team), day_of(r->a, h->from), day_of(r->a, h->until),
            said_text(h->why_began), id_of(r->a, subject), NIL());
    }
}

/* ---- what a subject is: the last that was said of each of its fields ---- */

enum { DETAILS_MAX = 8 };

static bool details(struct rows_of *r, enum event_kind first, enum event_kind changed,
                    const char *const fields[DETAILS_MAX], struct value ret[DETAILS_MAX],
                    int64_t *ret_since)
{
    bool any = false;
    for (uint32_t i = 0; i < r->count; i++) {
        enum event_kind kind = (enum event_kind)r->fact[i].kind;
        struct event e = kind == first || kind == changed
                             ? stream_event_at(r->t, r->s, r->fact[i].n)
                             : (struct event){ .kind = EV_NONE };
        if (e.kind == EV_NONE)
            continue;
        if (!any)
            *ret_since = e.happened.us;
        any = true;
        for (size_t f = 0; f < DETAILS_MAX && fields[f] != NULL; f++) {
            if (!event_given(&e, fields[f]))
                continue;
            struct str text = event_text(&e, fields[f]);
            ret[f] = text.len > 0 ? TEXT(text) : I64(event_number(&e, fields[f]));
        }
    }
    return any;
}

void home_rows(struct task *t, const struct stream *s, struct derived_rows *ret)
{
    static const char *const fields[DETAILS_MAX] = { "name",     "urn",       "provider", "places",
                                                     "postcode", "area-code", "purpose",
                                                     "telephone" };
    struct rows_of r = rows_open(t, s, ret);
    struct value v[DETAILS_MAX] = { 0 };
    int64_t since = 0;
    if (details(&r, EV_HOME_REGISTERED, EV_HOME_CHANGED, fields, v, &since))
        ROW(ret, HOME, 1, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], I64(since));
    role_rows(&r, false);
}

void agency_rows(struct task *t, const struct stream *s, struct derived_rows *ret)
{
    static const char *const fields[DETAILS_MAX] = { "name", "kind", "area", "telephone",
                                                     "out-of-hours" };
    struct rows_of r = rows_open(t, s, ret);
    struct value v[DETAILS_MAX] = { 0 };
    int64_t since = 0;
    if (details(&r, EV_AGENCY_REGISTERED, EV_AGENCY_REGISTERED, fields, v, &since))
        ROW(ret, AGENCY, 1, v[0], v[1], v[2], v[3], v[4]);
    role_rows(&r, false);
}

/* Who left and joined again has not left: the later of the two stands. */
static void left_row(struct rows_of *r)
{
    const struct fact *last = NULL;
    for (uint32_t i = 0; i < r->count; i++) {
        uint16_t kind = r->fact[i].kind;
        if (kind == EV_PERSON_LEFT || kind == EV_PERSON_REGISTERED)
            last = &r->fact[i];
    }
    if (last && last->kind == EV_PERSON_LEFT)
        ROW(r->out, NEED_TO_KNOW, last->n, I64(need_key(NEED_LEFT, r->s->subject)), I64(0),
            I64(last->happened), NIL(), NIL());
}

void person_rows(struct task *t, const struct stream *s, struct derived_rows *ret)
{
    static const char *const fields[DETAILS_MAX] = { "name", "reference", "title", "agency",
                                                     "telephone", "email", "postal" };
    struct rows_of r = rows_open(t, s, ret);
    struct value v[DETAILS_MAX] = { 0 };
    int64_t since = 0;
    if (details(&r, EV_PERSON_REGISTERED, EV_PERSON_REGISTERED, fields, v, &since))
        ROW(ret, SSD_PROFESSIONALS, 1, id_of(t->arena, s->subject), NIL(), v[0], v[1], v[2], NIL(),
            NIL(), NIL(), NIL(), v[3], v[4], v[5], v[6]);
    left_row(&r);
}
