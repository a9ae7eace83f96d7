/* Rows of one child to events: who the child is, reviews, missing periods, outcomes, workers. The
 * return says days only, so every event has the precision of a day and stands at its start. */
#include "intake/return_map.h"

#include <stdlib.h>
#include <string.h>

#include "intake/upn.h"

/* Within a day: who the child is first; what ends with care before its end; care and placements as
 * the rows follow each other; then the rest. */
enum phase { PHASE_CHILD, PHASE_BEFORE_CARE_ENDS, PHASE_CARE, PHASE_REST };

struct event *want(struct mapping *m, struct return_row *row, enum event_kind kind, int32_t day)
{
    struct wanted_list *l = &m->list;
    if (l->count == l->room) {
        struct wanted *old = l->at;
        l->room = l->room > 0 ? l->room * 2 : 32;
        l->at = NEWS(m->t->arena, struct wanted, l->room);
        if (l->count > 0)
            memcpy(l->at, old, l->count * sizeof *old);
    }
    struct wanted *w = &l->at[l->count];
    *w = (struct wanted){ .row = row, .phase = m->phase, .at = (uint32_t)l->count };
    w->event = event_new(kind, 0, uk_midnight((struct date){ day }));
    w->event.precision = code_number(CODES_PRECISION, S("day"));
    w->event.channel = code_number(CODES_CHANNEL, S("file"));
    w->event.source = row->source;
    l->count++;
    return &w->event;
}

void want_cell(struct event *e, const char *field, const struct return_cell *cell)
{
    unsigned at;
    if (!cell->given)
        return;
    const struct field_def *f = event_field_def(e->kind, str_from(field), &at);
    MUST(f);
    if (f->type == FIELD_TEXT || f->type == FIELD_CODE)
        event_set_text(e, field, cell->text);
    else
        event_set_number(e, field, cell->number);
}

int64_t want_about(const struct mapping *m, const char *what, int32_t day, unsigned again)
{
    struct str name = str_print(m->t->arena, "%.*s %s %d %u", STR_ARG(m->child->id), what, day,
                                again);
    int64_t about = (int64_t)(hash64(name) >> 12);
    return about > 0 ? about : 1;
}

/* The first day that any row tells of, at the latest the year's first. */
static int32_t first_day(const struct mapping *m)
{
    int32_t day = INT32_MAX;
    for (size_t i = 0; i < m->child->count; i++) {
        int32_t from = m->child->row[i]->from;
        if (from != INT32_MIN && from < day)
            day = from;
    }
    return day < INT32_MAX ? day : return_year_start(m->terms->year).days;
}

static void map_identity(struct mapping *m, struct return_row *row, const struct return_cell *upn)
{
    int32_t day = first_day(m);
    struct event *e = want(m, row, EV_CHILD_IDENTIFIED, day);
    event_set_code(e, "scheme", "local");
    event_set_text(e, "value", m->child->id);
    if (upn && upn->given && is_pupil_number(upn->text)) {
        e = want(m, row, EV_CHILD_IDENTIFIED, day);
        event_set_code(e, "scheme", "upn");
        event_set_text(e, "value", upn->text);
    }
}

static void map_header(struct mapping *m, struct return_row *row)
{
    int32_t day = first_day(m);
    const struct return_cell *c = row->cell;
    struct event *e = want(m, row, EV_CHILD_REGISTERED, day);
    want_cell(e, "sex", &c[HEADER_SEX]);
    want_cell(e, "born", &c[HEADER_DOB]);
    want_cell(e, "ethnicity", &c[HEADER_ETHNIC]);
    want_cell(e, "upn", &c[HEADER_UPN]);
    event_set_text(e, "local-id", m->child->id);
    map_identity(m, row, &c[HEADER_UPN]);
    if (c[HEADER_MOTHER].number == 0 && !c[HEADER_MC_DOB].given)
        return;
    int32_t since = c[HEADER_MC_DOB].given ? c[HEADER_MC_DOB].number
                                           : return_year_start(m->terms->year).days;
    e = want(m, row, EV_CHILD_DETAIL_CHANGED, since);
    event_set_number(e, "mother", 1);
    want_cell(e, "mother-child-born", &c[HEADER_MC_DOB]);
}

/* A child with rows but none in the Header still has a number to be found by. */
static void map_without_header(struct mapping *m)
{
    struct return_row *row = m->child->row[0];
    struct event *e = want(m, row, EV_CHILD_REGISTERED, first_day(m));
    event_set_text(e, "local-id", m->child->id);
    m->list.at[m->list.count - 1].inferred = true;
    map_identity(m, row, NULL);
}

static void map_review(struct mapping *m, struct return_row *row)
{
    struct event *e = want(m, row, EV_REVIEW_HELD, row->from);
    want_cell(e, "participation", &row->cell[REVIEW_CODE]);
}

static void map_uasc(struct mapping *m, struct return_row *row)
{
    struct event *e = want(m, row, EV_CHILD_DETAIL_CHANGED, first_day(m));
    event_set_number(e, "uasc", 1);
    want_cell(e, "uasc-until", &row->cell[UASC_DUC]);
}

static void map_outcomes(struct mapping *m, struct return_row *row)
{
    static const struct {
        const char *field;
        unsigned column;
    } fields[] = {
        { "sdq", OC2_SDQ }, { "sdq-reason", OC2_SDQ_REASON }, { "convicted", OC2_CONVICTED },
        { "health-check", OC2_HEALTH_CHECK }, { "immunised", OC2_IMMUNISATIONS },
        { "teeth", OC2_TEETH }, { "health-assessed", OC2_HEALTH_ASSESSMENT },
        { "substance", OC2_SUBSTANCE }, { "intervention", OC2_RECEIVED },
        { "offered", OC2_OFFERED },
    };
    struct event *e = want(m, row, EV_OUTCOMES_STATED, return_year_end(m->terms->year).days);
    event_set_number(e, "year", m->terms->year);
    for (size_t i = 0; i < COUNT(fields); i++)
        want_cell(e, fields[i].field, &row->cell[fields[i].column]);
}

static void map_leaving_care(struct mapping *m, struct return_row *row)
{
    struct event *e = want(m, row, EV_LEAVING_CARE_STATED, return_year_end(m->terms->year).days);
    event_set_number(e, "year", m->terms->year);
    want_cell(e, "in-touch", &row->cell[OC3_IN_TOUCH]);
    want_cell(e, "activity", &row->cell[OC3_ACTIV]);
    want_cell(e, "accommodation", &row->cell[OC3_ACCOM]);
}

static void map_adoption(struct mapping *m, struct return_row *row)
{
    const struct return_cell *c = row->cell;
    int32_t day = c[AD1_DATE_MATCH].given ? c[AD1_DATE_MATCH].number
                  : c[AD1_DATE_INT].given ? c[AD1_DATE_INT].number
                                          : return_year_end(m->terms->year).days;
    struct event *e = want(m, row, EV_ADOPTION_STATED, day);
    want_cell(e, "decided", &c[AD1_DATE_INT]);
    want_cell(e, "matched", &c[AD1_DATE_MATCH]);
    want_cell(e, "foster-carer", &c[AD1_FOSTER_CARE]);
    want_cell(e, "adopters", &c[AD1_ADOPTERS]);
    want_cell(e, "adopter-sex", &c[AD1_SEX]);
    want_cell(e, "adopter-status", &c[AD1_STATUS]);
}

static void map_placed(struct mapping *m, struct return_row *row)
{
    want(m, row, EV_ADOPTION_DECIDED, row->from);
    if (!row->cell[PLACED_CEASED].given)
        return;
    struct event *e = want(m, row, EV_ADOPTION_REVERSED, row->until);
    want_cell(e, "reason", &row->cell[PLACED_REASON]);
}

static void map_permanence(struct mapping *m, struct return_row *row)
{
    struct event *e = want(m, row, EV_PERMANENCE_STATED, first_day(m));
    want_cell(e, "permanence", &row->cell[PERM_PERM]);
    want_cell(e, "authority", &row->cell[PERM_LA]);
    want_cell(e, "when", &row->cell[PERM_DATE]);
}

/* Two rows that start on one day are told apart by their order. */
static unsigned again(struct return_row **rows, size_t at)
{
    unsigned times = 0;
    while (at > times && rows[at - times - 1]->table == rows[at]->table &&
           rows[at - times - 1]->from == rows[at]->from)
        times++;
    return times;
}

static void map_missing(struct mapping *m, struct return_row *row, unsigned times)
{
    int64_t about = want_about(m, "missing", row->from, times);
    struct event *e = want(m, row, EV_MISSING_REPORTED, row->from);
    event_set_number(e, "episode", about);
    want_cell(e, "class", &row->cell[MISSING_CLASS]);
    if (row->cell[MISSING_END].given)
        event_set_number(want(m, row, EV_CHILD_RETURNED, row->until), "episode", about);
}

static void map_worker(struct mapping *m, struct return_row *row)
{
    struct event *e = want(m, row, EV_INVOLVEMENT_STARTED, row->from);
    event_set_code(e, "role", "social-worker");
    want_cell(e, "worker", &row->cell[SW_ID]);
    want_cell(e, "reason", &row->cell[SW_REASON]);
    if (!row->cell[SW_DEC].given)
        return;
    e = want(m, row, EV_INVOLVEMENT_ENDED, row->until);
    event_set_code(e, "role", "social-worker");
    want_cell(e, "worker", &row->cell[SW_ID]);
}

static void map_liberty(struct mapping *m, struct return_row *row, unsigned times)
{
    int64_t about = want_about(m, "liberty", row->from, times);
    event_set_number(want(m, row, EV_LIBERTY_DEPRIVED, row->from), "order", about);
    if (row->cell[DOLO_END].given)
        event_set_number(want(m, row, EV_LIBERTY_RESTORED, row->until), "order", about);
}

static void map_row(struct mapping *m, size_t at)
{
    struct return_row *row = m->child->row[at];
    m->phase = PHASE_REST;
    switch ((enum return_table_number)row->table) {
    case T_HEADER: m->phase = PHASE_CHILD; map_header(m, row); return;
    case T_UASC: m->phase = PHASE_CHILD; map_uasc(m, row); return;
    case T_PREV_PERM: m->phase = PHASE_CHILD; map_permanence(m, row); return;
    case T_REVIEWS: map_review(m, row); return;
    case T_OC2: map_outcomes(m, row); return;
    case T_OC3: map_leaving_care(m, row); return;
    case T_AD1: map_adoption(m, row); return;
    case T_PLACED_ADOPTION: map_placed(m, row); return;
    case T_MISSING: map_missing(m, row, again(m->child->row, at)); return;
    case T_SW_EPISODES: map_worker(m, row); return;
    case T_DOLO: map_liberty(m, row, again(m->child->row, at)); return;
    case T_EPISODES:
    case RETURN_TABLES: return; /* as a whole, by map_episodes */
    }
}

/* Care ends last on its day, unless care starts again on that day. */
static void move_before_end_of_care(struct wanted_list *l)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct event *end = &l->at[i].event;
        bool last = end->kind == EV_CARE_ENDED;
        for (size_t k = 0; k < l->count && last; k++)
            last = l->at[k].event.kind != EV_CARE_STARTED ||
                   l->at[k].event.happened.us != end->happened.us;
        for (size_t k = 0; k < l->count && last; k++)
            if (l->at[k].phase == PHASE_REST && l->at[k].event.happened.us == end->happened.us)
                l->at[k].phase = PHASE_BEFORE_CARE_ENDS;
    }
}

static int by_day(const void *a, const void *b)
{
    const struct wanted *x = a, *y = b;
    if (x->event.happened.us != y->event.happened.us)
        return x->event.happened.us < y->event.happened.us ? -1 : 1;
    if (x->phase != y->phase)
        return x->phase < y->phase ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

void return_map(struct task *t, const struct return_child *child,
                const struct return_terms *terms, struct wanted_list *ret)
{
    struct mapping m = { .t = t, .terms = terms, .child = child };
    size_t first = 0, last;
    m.phase = PHASE_CHILD;
    if (child->row[0]->table != T_HEADER)
        map_without_header(&m);
    for (size_t i = 0; i < child->count; i++)
        map_row(&m, i);
    while (first < child->count && child->row[first]->table < T_EPISODES)
        first++;
    for (last = first; last < child->count && child->row[last]->table == T_EPISODES;)
        last++;
    m.phase = PHASE_CARE;
    map_episodes(&m, child->row + first, last - first);
    move_before_end_of_care(&m.list);
    if (m.list.count > 0)
        qsort(m.list.at, m.list.count, sizeof *m.list.at, by_day);
    *ret = m.list;
}
