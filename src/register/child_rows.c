/* A child's rows: who the child is, placements, missing episodes, and what was said one by one. */
#include "register/care_rows.h"
#include "register/find_rows.h"
#include "register/placement_standing.h"
#include "register/row_values.h"

static struct value person_id(const struct rows_of *r)
{
    return id_of(r->a, r->s->subject);
}

static struct value entry_id(const struct rows_of *r, uint32_t n)
{
    return id_within(r->a, r->s->subject, n);
}

/* The period of care that an instant falls in; nil outside any. */
static struct value care_at(const struct rows_of *r, const struct child_state *c, int64_t when)
{
    for (uint32_t i = c->cares; i-- > 0;) {
        if (c->care[i].from <= when && when <= c->care[i].until)
            return id_within(r->a, r->s->subject, c->care[i].id);
    }
    return NIL();
}

/* ---- who ---- */

struct life {
    bool mother;
    int64_t died;
};

static struct life life_of(const struct rows_of *r)
{
    struct life l = { .died = INT64_MAX };
    for (uint32_t i = 0; i < r->count; i++) {
        if (r->fact[i].kind == EV_CHILD_DIED)
            l.died = r->fact[i].happened;
        if (r->fact[i].kind != EV_CHILD_DETAIL_CHANGED)
            continue;
        struct event e = stream_event_at(r->t, r->s, r->fact[i].n);
        if (e.kind == EV_CHILD_DETAIL_CHANGED && event_given(&e, "mother"))
            l.mother = event_number(&e, "mother") != 0;
    }
    return l;
}

static void person_row(struct rows_of *r, const struct child_state *c, const struct child_words *w)
{
    struct life l = life_of(r);
    bool born = w->born != INT32_MIN;
    ROW(r->out, SSD_PERSON, 1, person_id(r), said_text(w->given), said_text(w->family),
        said_code(CODES_SEX, w->sex), NIL(), said_code(CODES_ETHNICITY, w->ethnicity),
        born ? TEXT(date_text(r->a, (struct date){ w->born })) : NIL(), said_text(w->nhs), NIL(),
        NIL(), NIL(), NIL(), day_of(r->a, l.died), yes_no(l.mother), NIL(), said_text(w->upn),
        said_text(w->nhs), TEXT(child_name(r->a, w, r->s->subject)), said_text(w->local_id),
        I64(c->is));
}

/* By place in CODES(SCHEME): the dataset's words for the kind of number. */
static const char *const identifier_types[] = {
    "", "Case Number", "Unique Pupil Number", "Former Unique Pupil Number", "NHS Number",
    "Police Reference", "Home Office Registration", "Other Authority Number",
};
enum { SCHEME_LOCAL = 1, SCHEME_UPN = 2 };

static void identifier_row(struct rows_of *r, const struct fact *f, uint8_t scheme,
                           struct str value)
{
    if (value.len == 0 || scheme >= COUNT(identifier_types))
        return;
    uint64_t k = (uint64_t)f->n * COUNT(identifier_types) + scheme;
    ROW(r->out, SSD_LINKED_IDENTIFIERS, k, id_within(r->a, r->s->subject, k), person_id(r),
        said_text(str_from(identifier_types[scheme])), TEXT(value), day_of(r->a, f->happened),
        NIL(), I64(scheme));
}

static void identifier_rows(struct rows_of *r, const struct fact *f, const struct event *e)
{
    if (f->kind == EV_CHILD_IDENTIFIED) {
        identifier_row(r, f, f->code, event_text(e, "value"));
        return;
    }
    identifier_row(r, f, SCHEME_UPN, event_text(e, "upn"));
    if (f->kind == EV_CHILD_REGISTERED)
        identifier_row(r, f, SCHEME_LOCAL, event_text(e, "local-id"));
}

/* U: unaccompanied asylum seeking child, the one status that the return knows. */
static void immigration_row(struct rows_of *r, const struct fact *f, const struct event *e)
{
    bool until = f->kind == EV_CHILD_DETAIL_CHANGED && event_given(e, "uasc-until");
    if (event_number(e, "uasc") == 0 && !until)
        return;
    struct date ends = { until ? (int32_t)event_number(e, "uasc-until") : 0 };
    ROW(r->out, SSD_IMMIGRATION_STATUS, f->n, person_id(r), entry_id(r, f->n), TEXT(S("U")),
        until ? NIL() : day_of(r->a, f->happened), until ? TEXT(date_text(r->a, ends)) : NIL());
}

/* ---- what was said one by one ---- */

static void review_row(struct rows_of *r, const struct child_state *c, const struct fact *f)
{
    ROW(r->out, SSD_CLA_REVIEWS, f->n, entry_id(r, f->n), care_at(r, c, f->happened), NIL(),
        day_of(r->a, f->happened), TEXT(S("N")), said_code(CODES_PARTICIPATION, f->code),
        person_id(r));
}

static void visit_row(struct rows_of *r, const struct child_state *c, const struct fact *f)
{
    ROW(r->out, SSD_CLA_VISITS, f->n, entry_id(r, f->n), care_at(r, c, f->happened), person_id(r),
        day_of(r->a, f->happened), yes_no(f->flags & 1), yes_no(f->flags & 2));
}

/* By place in CODES(HEALTH_CHECK). */
static const char *const health_types[] = {
    "", "Health Assessment", "Health Assessment", "Dental Check", "Immunisations",
    "Development Check", "Substance Misuse Screening",
};
enum { DENTAL = 3 };

static void health_row(struct rows_of *r, const struct child_state *c, const struct fact *f)
{
    (void)c;
    unsigned type = f->kind == EV_DENTAL_CHECKED ? DENTAL : f->code;
    bool refused = f->kind == EV_HEALTH_ASSESSED && (f->flags & 1);
    ROW(r->out, SSD_CLA_HEALTH, f->n, entry_id(r, f->n), person_id(r),
        said_text(str_from(type < COUNT(health_types) ? health_types[type] : "")),
        day_of(r->a, f->happened), TEXT(refused ? S("Refused") : S("Completed")));
}

static void outcome_rows(struct rows_of *r, const struct fact *f, const struct event *e)
{
    struct value day = day_of(r->a, f->happened), year = said_number(f->number);
    if (event_given(e, "sdq") || event_given(e, "sdq-reason"))
        ROW(r->out, SSD_SDQ_SCORES, f->n, entry_id(r, f->n), person_id(r), day,
            said_text(event_text(e, "sdq-reason")),
            event_given(e, "sdq") ? I64(event_number(e, "sdq")) : NIL(), year);
    if (f->flags & 1)
        ROW(r->out, SSD_CLA_CONVICTIONS, f->n, entry_id(r, f->n), person_id(r), day, NIL(), year);
}

static void permanence_row(struct rows_of *r, const struct fact *f, const struct event *e)
{
    ROW(r->out, SSD_CLA_PREVIOUS_PERMANENCE, f->n, entry_id(r, f->n), person_id(r),
        said_text(event_text(e, "when")), said_text(event_text(e, "permanence")),
        said_text(event_text(e, "authority")));
}

static struct value last_pathway_plan(const struct rows_of *r)
{
    for (uint32_t i = r->count; i-- > 0;) {
        if (r->fact[i].kind == EV_PATHWAY_PLAN_MADE)
            return day_of(r->a, r->fact[i].happened);
    }
    return NIL();
}

/* Accommodation as the return writes it: a letter, then 1 suitable or 2 unsuitable. */
static void leaver_row(struct rows_of *r, const struct fact *f, const struct event *e)
{
    struct str lives = event_text(e, "accommodation");
    struct str suits = lives.len > 1 ? (struct str){ lives.at + 1, lives.len - 1 } : S("");
    if (lives.len > 1)
        lives.len = 1;
    ROW(r->out, SSD_CARE_LEAVERS, f->n, entry_id(r, f->n), person_id(r), NIL(),
        said_code(CODES_IN_TOUCH, f->code), day_of(r->a, f->happened), said_text(lives),
        said_text(suits), said_code(CODES_ACTIVITY, f->flags & 31), last_pathway_plan(r), NIL(),
        NIL(), NIL(), said_number(f->number));
}

typedef void text_rows(struct rows_of *r, const struct fact *f, const struct event *e);
typedef void fact_row(struct rows_of *r, const struct child_state *c, const struct fact *f);
static const struct {
    enum event_kind kind;
    text_rows *of_text;
    fact_row *of_fact;
} makers[] = {
    { EV_CHILD_REGISTERED, identifier_rows, NULL },
    { EV_CHILD_REGISTERED, immigration_row, NULL },
    { EV_CHILD_DETAIL_CHANGED, identifier_rows, NULL },
    { EV_CHILD_DETAIL_CHANGED, immigration_row, NULL },
    { EV_CHILD_IDENTIFIED, identifier_rows, NULL },
    { EV_OUTCOMES_STATED, outcome_rows, NULL },
    { EV_PERMANENCE_STATED, permanence_row, NULL },
    { EV_LEAVING_CARE_STATED, leaver_row, NULL },
    { EV_VISIT_MADE, NULL, visit_row },
    { EV_REVIEW_HELD, NULL, review_row },
    { EV_HEALTH_ASSESSED, NULL, health_row },
    { EV_DENTAL_CHECKED, NULL, health_row },
};

static void rows_of_fact(struct rows_of *r, const struct child_state *c, const struct fact *f)
{
    for (size_t i = 0; i < COUNT(makers); i++) {
        if (makers[i].kind != f->kind)
            continue;
        if (makers[i].of_fact != NULL) {
            makers[i].of_fact(r, c, f);
            continue;
        }
        struct event e = stream_event_at(r->t, r->s, f->n);
        if (e.kind != EV_NONE)
            makers[i].of_text(r, f, &e);
    }
}

/* ---- placements ---- */

static uint32_t home_in(const struct event *e)
{
    int64_t home = event_number(e, "home");
    return home > 0 && home <= UINT32_MAX ? (uint32_t)home : e->also;
}

static struct value miles(struct arena *a, const struct event *e)
{
    int64_t tenths = event_number(e, "distance");
    bool known = event_given(e, "distance") && tenths >= 0;
    if (!known)
        return NIL();
    return TEXT(str_print(a, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10)));
}

/* The homes of the placements, by place in the child's state, are left in ret_homes. */
static void placement_rows(struct rows_of *r, const struct child_state *c, uint32_t *ret_homes)
{
    for (uint32_t i = 0; i < c->placements; i++) {
        const struct placement *p = &c->placement[i];
        if (p->started_n == 0)
            continue;
        struct event e = stream_event_at(r->t, r->s, p->started_n);
        bool kept = e.kind == EV_PLACEMENT_STARTED;
        ret_homes[i] = kept ? home_in(&e) : 0;
        ROW(r->out, SSD_CLA_PLACEMENT, p->id, id_within(r->a, r->s->subject, p->id),
            day_of(r->a, p->from), said_code(CODES_PLACEMENT_TYPE, p->type),
            kept ? said_text(event_text(&e, "urn")) : NIL(), kept ? miles(r->a, &e) : NIL(),
            care_at(r, c, p->from), said_code(CODES_PROVIDER, p->provider),
            kept ? said_text(event_text(&e, "postcode")) : NIL(), day_of(r->a, p->until),
            said_code(CODES_REASON_PLACEMENT_CHANGE, p->why_ended), person_id(r), us_of(p->from),
            us_of(p->until), said_number(ret_homes[i]), said_code(CODES_AREA, p->area),
            I64(p->said));
    }
}

/* ---- missing ---- */

enum { MISSING_CLASS = 1, RECORDED_IN_ERROR = 7, TO_THE_DAY = 2 };

/* Where the child went missing from: what was said with the report, else where the child lived. */
static uint32_t missing_from(const struct rows_of *r, const struct child_state *c,
                             const struct missing_episode *m, const uint32_t *homes)
{
    const uint32_t said[] = { m->reported_n, m->noticed_n };
    for (size_t i = 0; i < COUNT(said); i++) {
        struct event e = stream_event_at(r->t, r->s, said[i]);
        if (e.kind != EV_NONE && e.also != 0)
            return e.also;
    }
    for (uint32_t i = c->placements; i-- > 0;) {
        if (c->placement[i].from <= m->from && m->from <= c->placement[i].until)
            return homes[i];
    }
    return 0;
}

/* The dataset ends a missing episode when the child was found, an absence at the return. */
static int64_t dataset_end(const struct missing_episode *m)
{
    return m->class == MISSING_CLASS && m->found_n != 0 ? m->found : m->until;
}

static struct value offered(const struct missing_episode *m)
{
    bool yes = m->offered_n != 0 || m->interviewed_n != 0 || m->declined_n != 0;
    return yes || m->returned_n != 0 ? yes_no(yes) : NIL();
}

static struct value accepted(const struct missing_episode *m)
{
    if (m->interviewed_n != 0 || m->accepted_n != 0)
        return yes_no(true);
    return m->declined_n != 0 ? yes_no(false) : NIL();
}

static void missing_rows(struct rows_of *r, const struct child_state *c, const uint32_t *homes)
{
    for (uint32_t i = 0; i < c->episodes; i++) {
        const struct missing_episode *m = &c->episode[i];
        if (m->ended == RECORDED_IN_ERROR)
            continue;
        struct value (*when)(struct arena *, int64_t) =
            m->precision == TO_THE_DAY ? day_of : instant_of;
        uint8_t class = m->class ? m->class : MISSING_CLASS;
        ROW(r->out, SSD_MISSING, m->id, id_within(r->a, r->s->subject, m->id), person_id(r),
            when(r->a, m->from), said_code(CODES_CLASSIFICATION, class),
            when(r->a, dataset_end(m)), offered(m), accepted(m), I64(m->from), us_of(m->until),
            I64(class), said_number(m->grade), said_number(missing_from(r, c, m, homes)),
            said_number(m->reported_n), said_number(m->graded_n),
            m->found_n != 0 ? I64(m->found) : NIL(), said_number(m->ended), I64(m->overnight));
    }
}

void child_rows(struct task *t, const struct stream *s, const struct child_state *c,
                const struct child_words *w, struct derived_rows *ret)
{
    struct rows_of r = rows_open(t, s, ret);
    uint32_t *homes = NEWS(t->arena, uint32_t, c->placements + 1);
    person_row(&r, c, w);
    for (uint32_t i = 0; i < r.count; i++)
        rows_of_fact(&r, c, &r.fact[i]);
    care_rows(&r);
    placement_rows(&r, c, homes);
    placement_standing_rows(&r, c, homes);
    missing_rows(&r, c, homes);
    role_rows(&r, true);
    need_rows(&r, c, homes);
    find_rows(&r, c, w);
}
