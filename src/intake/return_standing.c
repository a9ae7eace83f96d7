/* How earlier statements stand, and when two statements are about the same thing. */
#include "intake/return_standing.h"

/* "2018 episodes.csv row 12" is of 2018. */
static int year_of(struct str source)
{
    int year = 0;
    if (source.len < 5 || source.at[4] != ' ')
        return 0;
    for (size_t i = 0; i < 4; i++) {
        if (source.at[i] < '0' || source.at[i] > '9')
            return 0;
        year = year * 10 + (source.at[i] - '0');
    }
    return year;
}

static bool is_of_a_return(const struct event *e)
{
    static uint8_t file;
    if (file == 0)
        file = code_number(CODES_CHANNEL, S("file"));
    return e->channel == file && e->kind != EV_ENTRY_WITHDRAWN && year_of(e->source) != 0;
}

static void see_how_it_stands(const struct said *said, const uint32_t *later, size_t at,
                              struct earlier *s)
{
    const struct event *e = &said->event[at];
    size_t head = at;
    while (later[head] != 0)
        head = later[head] - 1;
    s->superseded = later[at] != 0;
    if (!is_of_a_return(e))
        return;
    const struct event *last = &said->event[head];
    bool by_return = last->kind == EV_ENTRY_WITHDRAWN ? last->channel == e->channel
                                                      : is_of_a_return(last);
    s->year = year_of(e->source);
    s->head = last->kind == EV_ENTRY_WITHDRAWN ? 0 : (uint32_t)head + 1;
    s->standing = !s->superseded ? STANDS : by_return ? VOID : SETTLED;
}

struct earlier *standing_of(struct task *t, const struct said *said)
{
    struct earlier *s = NEWS(t->arena, struct earlier, said->count + 1);
    uint32_t *later = NEWS(t->arena, uint32_t, said->count + 1);
    for (size_t i = 0; i < said->count; i++) {
        uint32_t corrects = said->event[i].kind != EV_NONE ? said->event[i].corrects : 0;
        if (corrects > 0 && corrects <= i) /* only what came before: chains end */
            later[corrects - 1] = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < said->count; i++)
        if (said->event[i].kind != EV_NONE)
            see_how_it_stands(said, later, i, &s[i]);
    return s;
}

bool same_value(const struct event_value *a, const struct event_value *b)
{
    return a->given == b->given &&
           (!a->given || (a->number == b->number && str_equal(a->text, b->text)));
}

static bool same_field(const struct event *a, const struct event *b, const char *field)
{
    unsigned at;
    MUST(event_field_def(a->kind, str_from(field), &at));
    return same_value(&a->value[at], &b->value[at]);
}

static bool both_given(const struct event *a, const struct event *b, const char *field,
                       bool *ret_either)
{
    bool x = event_given(a, field), y = event_given(b, field);
    *ret_either |= x || y;
    return x == y;
}

/* The return gives no day for these: the first day it tells of, which another year's may move. */
static bool day_is_loose(const struct event *e)
{
    return e->kind == EV_CHILD_REGISTERED || e->kind == EV_CHILD_IDENTIFIED ||
           e->kind == EV_PERMANENCE_STATED ||
           (e->kind == EV_CHILD_DETAIL_CHANGED && event_given(e, "uasc"));
}

static bool same_detail(const struct event *a, const struct event *b)
{
    bool either = false;
    return both_given(a, b, "uasc", &either) && both_given(a, b, "mother", &either) &&
           (either || a->happened.us == b->happened.us);
}

bool same_key(const struct event *a, const struct event *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == EV_CHILD_DETAIL_CHANGED)
        return same_detail(a, b);
    if (a->kind == EV_CHILD_IDENTIFIED)
        return same_field(a, b, "scheme") && same_field(a, b, "value");
    if (a->kind == EV_OUTCOMES_STATED || a->kind == EV_LEAVING_CARE_STATED)
        return same_field(a, b, "year");
    if (a->kind == EV_INVOLVEMENT_STARTED || a->kind == EV_INVOLVEMENT_ENDED)
        return a->happened.us == b->happened.us && same_field(a, b, "worker");
    if (day_is_loose(a))
        return true;
    uint64_t about = fact_of(a).about;
    return about != 0 ? about == fact_of(b).about : a->happened.us == b->happened.us;
}

bool same_content(const struct event *a, const struct event *b)
{
    if (!day_is_loose(a) && a->happened.us != b->happened.us)
        return false;
    for (unsigned i = 0; i < event_kind_def(a->kind)->fields; i++)
        if (!same_value(&a->value[i], &b->value[i]))
            return false;
    return true;
}

struct earlier *registered_by(const struct said *said, struct earlier *s, int year)
{
    for (size_t i = 0; i < said->count; i++)
        if (said->event[i].kind == EV_CHILD_REGISTERED && s[i].year == year &&
            s[i].standing != VOID)
            return &s[i];
    return NULL;
}

static void take_over(struct event *known, const struct event *from)
{
    static const char *const fields[] = { "born", "ethnicity", "sex", "upn" };
    for (size_t i = 0; i < COUNT(fields); i++) {
        unsigned at, to;
        MUST(event_field_def(from->kind, str_from(fields[i]), &at));
        MUST(event_field_def(known->kind, str_from(fields[i]), &to));
        if (from->value[at].given)
            known->value[to] = from->value[at];
    }
}

bool known_of_child(const struct said *said, const struct earlier *s, int year,
                    struct event *ret)
{
    struct event known = { .kind = EV_CHILD_REGISTERED };
    bool registered = false;
    for (size_t i = 0; i < said->count; i++) {
        const struct event *e = &said->event[i];
        if (s[i].superseded || (s[i].year == year && e->kind == EV_CHILD_DETAIL_CHANGED))
            continue;
        registered |= e->kind == EV_CHILD_REGISTERED;
        if (e->kind == EV_CHILD_REGISTERED || e->kind == EV_CHILD_DETAIL_CHANGED)
            take_over(&known, e);
    }
    *ret = known;
    return registered;
}

static bool comes_before(const struct event *a, const struct event *b)
{
    return a->happened.us != b->happened.us ? a->happened.us < b->happened.us : a->n < b->n;
}

const struct event *open_at(const struct said *said, const struct earlier *s, int year,
                            const struct event *start)
{
    bool care = start->kind == EV_CARE_STARTED;
    enum event_kind starts = start->kind, ends = care ? EV_CARE_ENDED : EV_PLACEMENT_ENDED;
    const struct event *last = NULL;
    for (size_t i = 0; i < said->count; i++) {
        const struct event *e = &said->event[i];
        if (s[i].superseded || s[i].year == year || e->happened.us > start->happened.us ||
            (e->kind != starts && e->kind != ends))
            continue;
        if (!last || comes_before(last, e))
            last = e;
    }
    if (!last || last->kind != starts || (!care && !same_field(last, start, "type")))
        return NULL;
    return last;
}
