/* From a child's folded file to the marks of the picture, and the finding that stands above it. */
#include "web/picture.h"

#include <stdlib.h>
#include <string.h>

enum {
    NAMES_MAX = 64,
    DESK_YEARS = 3,
    ALL_YEARS = 5,
    PHONE_MONTHS = 6
};

struct drawing {
    struct task *t;
    const struct view *v;
    struct reader *r;
    const struct child_file *f;
    const struct child_entry **by_n; /* by n - 1; NULL where struck out */
    struct mark *mark;
    size_t count, room;
    struct name_row name[NAMES_MAX]; /* looked up once */
    size_t names;
    struct instant now;
};

static struct str name_of(struct drawing *d, uint32_t subject)
{
    if (subject == 0)
        return S("");
    for (size_t i = 0; i < d->names; i++)
        if (d->name[i].number == subject)
            return d->name[i].name;
    struct str name;
    if (look_name(d->t, d->r, subject, &name) != OK)
        name = S("(name could not be read)");
    if (d->names < NAMES_MAX)
        d->name[d->names++] = (struct name_row){ .number = subject, .name = name };
    return name;
}

static struct mark *add(struct drawing *d, enum lane lane, enum shape shape, int64_t from,
                        int64_t until)
{
    MUST(d->count < d->room);
    struct mark *m = &d->mark[d->count++];
    *m = (struct mark){ .lane = lane,
                        .shape = shape,
                        .from = { from },
                        .until = { until },
                        .late_from = NEVER,
                        .seen = NEVER,
                        .recorded = NEVER };
    return m;
}

static const struct child_entry *entry_n(const struct drawing *d, uint32_t n)
{
    return n > 0 && n <= d->f->stream.length ? d->by_n[n - 1] : NULL;
}

/* Known late: what people could not act on when it happened. A file brings years at once, so
 * there it would mark everything and say nothing. */
static void known_later(struct drawing *d, struct mark *m, uint32_t n)
{
    const struct child_entry *e = entry_n(d, n);
    if (!e || e->event.recorded.us - e->event.happened.us <= 24 * HOUR_US)
        return;
    int64_t gap = e->event.recorded.us - e->event.happened.us;
    m->later_words =
        str_print(d->t->arena, "(recorded %.*s later)", STR_ARG(words_length(d->t->arena, gap)));
    if (strcmp(code_text(CODES_CHANNEL, e->event.channel), "file") != 0)
        m->recorded = e->event.recorded;
}

static struct str until_words(const struct drawing *d, const char *verb, int64_t until)
{
    if (until == INT64_MAX)
        return S("still so");
    return str_print(d->t->arena, "%s%.*s", verb,
                     STR_ARG(words_short_day(d->v, (struct instant){ until })));
}

static enum shape area_shape(uint8_t area)
{
    const char *code = code_text(CODES_AREA, area);
    if (strcmp(code, "in") == 0)
        return SHAPE_NEAR;
    if (strcmp(code, "adjoining") == 0)
        return SHAPE_ADJOINING;
    return !*code || strcmp(code, "unknown") == 0 ? SHAPE_AREA_UNKNOWN : SHAPE_FAR;
}

static void add_placements(struct drawing *d)
{
    const struct child_state *c = &d->f->evaluation->child;
    for (uint32_t i = 0; i < c->placements && i < CHILD_PLACEMENTS_MAX; i++) {
        const struct placement *p = &c->placement[i];
        struct mark *m = add(d, LANE_LIVED, area_shape(p->area), p->from, p->until);
        const struct child_entry *e = entry_n(d, p->started_n);
        struct str home = e ? name_of(d, (uint32_t)event_number(&e->event, "home")) : S("");
        if (home.len == 0)
            home = str_from(code_meaning(CODES_PLACEMENT_TYPE, p->type));
        if (home.len == 0)
            home = S("placement");
        m->what = S("Moved");
        m->label = p->distance < 0 ? home
                                   : str_print(d->t->arena, "%.*s, %.*s", STR_ARG(home),
                                               STR_ARG(words_miles(d->t->arena, p->distance)));
        m->which = p->distance < 0 ? str_print(d->t->arena, "%.*s, %s", STR_ARG(home),
                                               m->shape == SHAPE_AREA_UNKNOWN
                                                   ? "area not known"
                                                   : code_meaning(CODES_AREA, p->area))
                                   : str_print(d->t->arena, "%.*s, %.*s, %s", STR_ARG(home),
                                               STR_ARG(words_miles(d->t->arena, p->distance)),
                                               code_meaning(CODES_AREA, p->area));
        m->then = until_words(d, "until ", p->until);
        known_later(d, m, p->started_n);
    }
}

static bool is_role(const struct event *e, enum role role)
{
    return (uint8_t)event_number(e, "role") == role;
}

/* From each taking-on to the next taking-on or giving-up; between them nobody held the role. */
static void add_workers(struct drawing *d)
{
    struct mark *open = NULL;
    for (size_t i = 0; i < d->f->entries; i++) {
        const struct child_entry *e = &d->f->entry[i];
        enum event_kind kind = e->event.kind;
        bool starts = kind == EV_INVOLVEMENT_STARTED, ends = kind == EV_INVOLVEMENT_ENDED;
        if (e->corrected || (!starts && !ends) || !is_role(&e->event, ROLE_SOCIAL_WORKER))
            continue;
        int64_t at = e->event.happened.us;
        if (open && open->until.us > at)
            open->until.us = at;
        if (open)
            open->then = until_words(d, "until ", open->until.us);
        if (ends && open && open->shape == SHAPE_NOBODY)
            continue;
        open = add(d, LANE_WORKER, starts ? SHAPE_HELD_BY : SHAPE_NOBODY, at, INT64_MAX);
        struct str who =
            starts ? name_of(d, (uint32_t)event_number(&e->event, "person")) : S("nobody named");
        if (starts && who.len == 0)
            who = event_text(&e->event, "worker");
        open->what = S("Social worker");
        open->which = open->label = who.len ? who : S("named elsewhere");
        open->late = ends;
        open->then = S("still so");
    }
    /* A gap of no length is a handover, not a gap. */
    for (size_t i = 0; i < d->count; i++)
        if (d->mark[i].shape == SHAPE_NOBODY && d->mark[i].until.us == d->mark[i].from.us)
            d->mark[i--] = d->mark[--d->count];
}

static const struct instance *duty_about(const struct drawing *d, const char *rule, uint64_t about)
{
    uint16_t number = rulebook_find(d->r->store->rules, str_from(rule));
    const struct evaluation *e = d->f->evaluation;
    for (uint32_t i = 0; number != UINT16_MAX && i < e->count; i++)
        if (e->instance[i].rule == number && e->instance[i].about == about)
            return &e->instance[i];
    return NULL;
}

/* One mark a return: held in time, held late, declined, no offer, or still waiting. */
static void add_interview(struct drawing *d, const struct missing_episode *e)
{
    const struct instance *owed = duty_about(d, "return-interview-held", e->id);
    int64_t due = owed && owed->due != INT64_MAX ? owed->due : e->returned + 72 * HOUR_US;
    struct mark *m = add(d, LANE_INTERVIEW, SHAPE_WAITING, e->returned, e->returned);
    struct arena *a = d->t->arena;
    m->what = S("Back");
    m->which = S("return interview");
    if (e->interviewed_n > 0) {
        bool late = e->interviewed > due;
        m->shape = late ? SHAPE_LATE : SHAPE_IN_TIME;
        m->until.us = late ? e->interviewed : e->returned;
        m->late = late;
        m->then = str_print(a, "held %.*s%s",
                            STR_ARG(words_short_day(d->v, (struct instant){ e->interviewed })),
                            late ? ", late" : ", in time");
        m->label = late ? words_length(a, e->interviewed - e->returned) : S("");
        known_later(d, m, e->interviewed_n);
    } else if (e->declined_n > 0) {
        m->shape = SHAPE_DECLINED;
        m->then = S("offered, declined");
    } else if (d->now.us <= due) {
        m->then =
            str_print(a, "owed by %.*s", STR_ARG(words_moment(d->v, (struct instant){ due })));
    } else {
        m->shape = SHAPE_NO_OFFER;
        m->late = true;
        m->then = e->offered_n > 0 ? S("offered, not held") : S("not offered");
    }
}

static void add_episodes(struct drawing *d)
{
    const struct child_state *c = &d->f->evaluation->child;
    struct arena *a = d->t->arena;
    for (uint32_t i = 0; i < c->episodes && i < CHILD_EPISODES_MAX; i++) {
        const struct missing_episode *e = &c->episode[i];
        bool known = strcmp(code_text(CODES_CLASSIFICATION, e->class), "A") == 0;
        struct mark *m =
            add(d, LANE_MISSING, known ? SHAPE_AWAY_KNOWN : SHAPE_AWAY_MISSING, e->from, e->until);
        bool open = e->until == INT64_MAX;
        int64_t hours = ((open ? d->now.us : e->until) - e->from) / HOUR_US;
        m->late = open || hours > 24;
        m->what = known ? S("Away without authorisation") : S("Missing");
        m->which = open ? S("open") : words_length(a, e->until - e->from);
        m->label = open ? S("open") : str_print(a, "%lld h", (long long)hours);
        m->then = open ? S("not back")
                  : hours > 24
                      ? S("over 24 hours")
                      : str_print(a, "until %.*s",
                                  STR_ARG(words_moment(d->v, (struct instant){ e->until })));
        known_later(d, m, e->reported_n);
        if (e->returned_n > 0 || (!open && e->returned > 0))
            add_interview(d, e);
    }
}

/* A visit or review that closed a duty after its deadline carries the deadline. */
static void mark_late(struct drawing *d, struct mark *m, uint32_t n)
{
    const struct evaluation *e = d->f->evaluation;
    for (uint32_t i = 0; i < e->count; i++) {
        const struct instance *x = &e->instance[i];
        if (x->closed_n != n || x->closing != MET || x->due == INT64_MAX || x->closed_at <= x->due)
            continue;
        if (x->due < m->late_from.us)
            m->late_from.us = x->due;
    }
    if (m->late_from.us == INT64_MAX)
        return;
    m->late = true;
    m->label = str_print(d->t->arena, "%.*s late",
                         STR_ARG(words_length(d->t->arena, m->from.us - m->late_from.us)));
    m->then = m->label;
}

static void add_visit(struct drawing *d, const struct child_entry *e)
{
    bool seen = event_number(&e->event, "seen") != 0, alone = event_number(&e->event, "alone") != 0;
    int64_t at = e->event.happened.us;
    enum shape shape = !seen ? SHAPE_NOT_SEEN : alone ? SHAPE_SEEN_ALONE : SHAPE_SEEN;
    struct mark *m = add(d, LANE_VISIT, shape, at, at);
    m->what = S("Visit");
    m->which = !seen ? S("child not seen") : alone ? S("seen alone") : S("seen, not alone");
    mark_late(d, m, e->event.n);
    known_later(d, m, e->event.n);
}

static void add_moment(struct drawing *d, enum lane lane, enum shape shape, const char *what,
                       struct str which, const struct child_entry *e)
{
    int64_t at = e->event.happened.us;
    struct mark *m = add(d, lane, shape, at, at);
    m->what = str_from(what);
    m->which = which;
    m->label = lane == LANE_HEALTH ? which : S("");
    if (lane == LANE_REVIEW)
        mark_late(d, m, e->event.n);
    known_later(d, m, e->event.n);
}

static void add_school(struct drawing *d, const struct child_entry *e, struct mark **open)
{
    bool none = event_number(&e->event, "none") != 0;
    int64_t at = e->event.happened.us;
    if (*open) {
        (*open)->until.us = at;
        (*open)->then = until_words(d, "until ", at);
    }
    struct mark *m = add(d, LANE_SCHOOL, none ? SHAPE_NO_SCHOOL : SHAPE_SCHOOL, at, INT64_MAX);
    struct str name = event_text(&e->event, "school");
    m->what = S("School");
    m->late = none;
    m->which = m->label = none ? S("no school") : name.len ? name : S("a school");
    m->then = S("still so");
    *open = m;
}

static void add_entries(struct drawing *d)
{
    struct mark *school = NULL;
    for (size_t i = 0; i < d->f->entries; i++) {
        const struct child_entry *e = &d->f->entry[i];
        if (e->corrected)
            continue;
        if (e->event.kind == EV_VISIT_MADE)
            add_visit(d, e);
        else if (e->event.kind == EV_REVIEW_HELD)
            add_moment(d, LANE_REVIEW, SHAPE_REVIEW, "Review", S("held"), e);
        else if (e->event.kind == EV_HEALTH_ASSESSED)
            add_moment(d, LANE_HEALTH, SHAPE_CHECK, "Health",
                       str_from(code_meaning(CODES_HEALTH_CHECK,
                                             (unsigned)event_number(&e->event, "check"))),
                       e);
        else if (e->event.kind == EV_DENTAL_CHECKED)
            add_moment(d, LANE_HEALTH, SHAPE_CHECK, "Health", S("dental check"), e);
        else if (e->event.kind == EV_SCHOOL_CHANGED)
            add_school(d, e, &school);
    }
}

static void add_alarm(struct drawing *d, const struct instance *x, const struct rule_words *r)
{
    struct mark *m = add(d, LANE_ALARM, SHAPE_ALARM, x->from, x->closed_at);
    const struct child_entry *seen = entry_n(d, x->acknowledged_n);
    if (seen)
        m->seen = seen->event.happened;
    bool open = x->closed_at == INT64_MAX;
    m->what = S("Alarm");
    m->which = m->label = r->title;
    m->late = open;
    m->then =
        open ? S("not decided")
             : str_print(d->t->arena, "decided %.*s", STR_ARG(words_short_day(d->v, m->until)));
    if (open)
        m->label = str_print(d->t->arena, "%.*s: not decided", STR_ARG(r->title));
}

static void add_owed(struct drawing *d, const struct instance *x, enum lane lane, const char *what)
{
    struct mark *m = add(d, lane, SHAPE_OWED, x->due, INT64_MAX);
    m->late = true;
    m->what = str_from(what);
    m->which = S("not made");
    m->label =
        str_print(d->t->arena, "%.*s late", STR_ARG(words_length(d->t->arena, d->now.us - x->due)));
    m->then = m->label;
}

static void add_instances(struct drawing *d)
{
    const struct evaluation *e = d->f->evaluation;
    const struct rulebook *b = d->r->store->rules;
    for (uint32_t i = 0; i < e->count; i++) {
        const struct instance *x = &e->instance[i];
        const struct rule_words *r = rulebook_rule(b, x->rule);
        enum duty_state state = instance_state(b, x, d->now.us);
        if (r->alarm && (state == ALARM_RAISED || state == ALARM_DECIDED))
            add_alarm(d, x, r);
        else if (state == DUTY_OVERDUE && str_starts(r->name, S("statutory-visit")))
            add_owed(d, x, LANE_VISIT, "Visit");
        else if (state == DUTY_OVERDUE && str_starts(r->name, S("review")))
            add_owed(d, x, LANE_REVIEW, "Review");
    }
}

static int newest_first(const void *a, const void *b)
{
    const struct mark *x = a, *y = b;
    if (x->from.us != y->from.us)
        return x->from.us < y->from.us ? 1 : -1;
    return (int)x->lane - (int)y->lane;
}

/* The finding: how long, how many homes, how often missing; nothing that is not in the rows. */
static void caption(struct drawing *d, struct picture *p)
{
    size_t homes = 0, missing = 0, away = 0;
    int64_t first = d->now.us;
    for (size_t i = 0; i < d->count; i++) {
        const struct mark *m = &d->mark[i];
        homes += m->lane == LANE_LIVED;
        missing += m->shape == SHAPE_AWAY_MISSING;
        away += m->shape == SHAPE_AWAY_KNOWN;
        if (m->from.us < first)
            first = m->from.us;
    }
    struct arena *a = d->t->arena;
    int64_t months = (d->now.us - first) / (24 * HOUR_US) * 12 / 365;
    struct str span = months < 1    ? S("Less than a month")
                      : months < 36 ? many(a, (size_t)months, "month", "months")
                                    : many(a, (size_t)months / 12, "year", "years");
    struct str and_away = away == 0 ? S("")
                                    : str_print(a, ", %.*s away without authorisation",
                                                STR_ARG(many(a, away, "time", "times")));
    p->caption = str_print(a, "%.*s recorded: %.*s, %.*s missing%.*s", STR_ARG(span),
                           STR_ARG(many(a, homes, "placement", "placements")),
                           STR_ARG(many(a, missing, "time", "times")), STR_ARG(and_away));
    p->title = str_print(a, "%.*s on one time scale", STR_ARG(possessive(a, p->first)));
}

static struct instant months_before(struct instant now, int months)
{
    struct date d = date_add_months(date_in_uk(now), -months);
    struct civil c = civil_of(d);
    c.day = 1;
    return uk_midnight(date_of(c));
}

/* Over five years of care the desk picture shows the last three; the table has all. */
static void windows(struct drawing *d, struct picture *p)
{
    int64_t first = d->now.us;
    for (size_t i = 0; i < d->count; i++)
        if (d->mark[i].from.us < first)
            first = d->mark[i].from.us;
    int64_t year = 365 * 24 * HOUR_US;
    p->long_care = d->now.us - first > ALL_YEARS * year;
    p->whole = str_is(urlform_text(&d->v->in->query, "years"), "all");
    bool long_care = p->long_care && !p->whole;
    p->desk_from = long_care ? months_before(d->now, DESK_YEARS * 12)
                             : months_before((struct instant){ first }, 0);
    p->phone_from = months_before(d->now, PHONE_MONTHS);
    if (p->phone_from.us < p->desk_from.us)
        p->phone_from = p->desk_from;
    p->phone_words = S("The last six months. The whole time is in the table.");
    if (long_care)
        p->caption =
            str_print(d->t->arena, "%.*s. Drawn: the last three years", STR_ARG(p->caption));
    for (size_t i = 0; i < d->count; i++) {
        struct mark *m = &d->mark[i];
        int64_t end = m->until.us == INT64_MAX ? d->now.us : m->until.us;
        m->in_desk = end >= p->desk_from.us && m->from.us <= d->now.us;
        m->in_phone = end >= p->phone_from.us && m->from.us <= d->now.us;
    }
}

status picture_of(struct task *t, const struct view *v, struct reader *r,
                  const struct child_file *f, struct str first, struct picture *ret)
{
    const struct child_state *c = &f->evaluation->child;
    struct drawing *d = NEW(t->arena, struct drawing);
    *d = (struct drawing){ .t = t, .v = v, .r = r, .f = f };
    d->now = f->known_at.us < f->now.us ? f->known_at : f->now;
    d->room = c->placements + 2UL * c->episodes + 2 * f->entries + f->evaluation->count + 8;
    d->mark = NEWS(t->arena, struct mark, d->room);
    d->by_n = NEWS(t->arena, const struct child_entry *, f->stream.length + 1);
    for (size_t i = 0; i < f->entries; i++)
        if (!f->entry[i].corrected && f->entry[i].event.n > 0 &&
            f->entry[i].event.n <= f->stream.length)
            d->by_n[f->entry[i].event.n - 1] = &f->entry[i];
    add_placements(d);
    add_workers(d);
    add_episodes(d);
    add_entries(d);
    add_instances(d);
    *ret = (struct picture){ .mark = d->mark,
                             .count = d->count,
                             .until = d->now,
                             .past = f->known_at.us < f->now.us,
                             .first = first };
    caption(d, ret);
    windows(d, ret);
    if (d->count > 1)
        qsort(d->mark, d->count, sizeof *d->mark, newest_first);
    return OK;
}
