/* One row a placement that somebody must look at: waiting for approval, begun without, far away. */
#include "register/placement_standing.h"

#include "register/row_values.h"

/* What was said of one placement, in the order of its facts. */
struct course {
    uint64_t id;
    int64_t proposed;
    uint32_t home, proposed_n, against, could_not, checks;
    uint8_t area, needs, approved; /* codes; `approved`: level of the highest, 0 none */
    bool emergency, refused, queried;
};

enum {
    COURSES_MAX = 64
};

unsigned rank_level(uint8_t rank)
{
    static const uint8_t level[] = {
        [RANK_TEAM_MANAGER] = 1, [RANK_NOMINATED_OFFICER] = 2, [RANK_PANEL] = 2, [RANK_DIRECTOR] = 3
    };
    return rank < COUNT(level) ? level[rank] : 0;
}

uint8_t rank_for_area(uint8_t area)
{
    switch ((enum placed_area)area) {
    case PLACED_IN: return RANK_TEAM_MANAGER;
    case PLACED_ADJOINING: return RANK_NOMINATED_OFFICER;
    case PLACED_DISTANT:
    case PLACED_SCOTLAND:
    case PLACED_WALES:
    case PLACED_NORTHERN_IRELAND:
    case PLACED_OUTSIDE_UK:
    case PLACED_UNKNOWN:
    case PLACED_NOT_SAID: break;
    }
    return RANK_DIRECTOR;
}

/* A child lives with relatives, friends or the authority's own carers wherever they live. */
bool rank_is_asked_for(uint8_t type, uint8_t provider)
{
    struct str code = str_from(code_text(CODES_PLACEMENT_TYPE, type));
    bool connected = str_is(code, "U1") || str_is(code, "U2") || str_is(code, "U3");
    bool foster = code.len == 2 && code.at[0] == 'U';
    return !connected && !(foster && provider == code_number(CODES_PROVIDER, S("PR1")));
}

static struct course *find_course(struct course *all, uint32_t count, uint64_t id)
{
    for (uint32_t i = 0; i < count; i++)
        if (all[i].id == id)
            return &all[i];
    return NULL;
}

static struct course *course_of(struct course *all, uint32_t *count, uint64_t id)
{
    struct course *found = find_course(all, *count, id);
    if (found || id == 0 || *count == COURSES_MAX)
        return found;
    all[*count] = (struct course){ .id = id };
    return &all[(*count)++];
}

static void proposed(struct course *c, const struct fact *f)
{
    *c = (struct course){ .id = c->id,
                          .proposed = f->happened,
                          .proposed_n = f->n,
                          .home = (uint32_t)f->number,
                          .emergency = (f->flags & 1) != 0,
                          .area = (uint8_t)(f->flags >> 1 & 15),
                          .needs = (uint8_t)(f->flags >> 5 & 7) };
}

static void approved(struct course *c, const struct fact *f)
{
    unsigned level = rank_level(f->code);
    c->approved = (uint8_t)(level > c->approved ? level : c->approved);
    c->refused = c->queried = false;
}

static void step(struct course *c, const struct fact *f)
{
    switch (f->kind) {
    case EV_PLACEMENT_PROPOSED: proposed(c, f); return;
    case EV_PLACEMENT_APPROVED: approved(c, f); return;
    case EV_PLACEMENT_QUERIED: c->queried = true; return;
    case EV_PLACEMENT_REFUSED:
        c->approved = 0;
        c->refused = true;
        return;
    case EV_PLACEMENT_CHECKED:
        c->checks++;
        c->against += f->code == CHECKED_AGAINST;
        c->could_not += f->code == CHECKED_COULD_NOT_LOOK;
        return;
    default: return;
    }
}

static bool is_spoken_of(uint16_t kind)
{
    return kind == EV_PLACEMENT_PROPOSED || kind == EV_PLACEMENT_APPROVED ||
           kind == EV_PLACEMENT_REFUSED || kind == EV_PLACEMENT_QUERIED ||
           kind == EV_PLACEMENT_CHECKED;
}

static uint32_t courses(const struct rows_of *r, struct course *ret)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        const struct fact *f = &r->fact[i];
        struct course *c = is_spoken_of(f->kind) ? course_of(ret, &count, f->about) : NULL;
        if (c)
            step(c, f);
    }
    return count;
}

static uint32_t proposer_of(const struct rows_of *r, uint32_t n)
{
    struct event e = n ? stream_event_at(r->t, r->s, n) : (struct event){ .kind = EV_NONE };
    return e.kind == EV_PLACEMENT_PROPOSED ? e.author : 0;
}

static void standing_row(struct rows_of *r, const struct course *c, enum placement_standing state,
                         int64_t since)
{
    if (state == STANDING_NONE)
        return;
    ROW(r->out, PLACEMENT_STANDING, c->id, I64(state), I64(since), said_number(c->home),
        I64(c->area), I64(c->needs), I64(c->emergency), I64(c->against), I64(c->could_not),
        said_number(proposer_of(r, c->proposed_n)), I64(c->proposed_n));
}

static enum placement_standing before_start(const struct course *c)
{
    if (c->proposed_n == 0 || c->refused)
        return STANDING_NONE;
    if (c->approved >= rank_level(c->needs) && c->approved > 0)
        return STANDING_APPROVED;
    return c->queried ? STANDING_QUERIED : STANDING_WAITING;
}

static unsigned approved_level(const struct placement *p, const struct course *c)
{
    return p->said & SAID_APPROVED_DIRECTOR    ? 3
           : p->said & SAID_APPROVED_NOMINATED ? 2
                                               : c->approved;
}

static enum placement_standing after_start(const struct placement *p, const struct course *c)
{
    bool out = p->area >= PLACED_ADJOINING && p->area <= PLACED_OUTSIDE_UK;
    bool asked = rank_is_asked_for(p->type, p->provider) && (out || c->proposed_n != 0);
    if (asked && approved_level(p, c) < rank_level(c->needs))
        return STANDING_NOT_APPROVED;
    if (out && (p->said & SAID_AREA_NOTIFIED) == 0)
        return STANDING_NOT_NOTIFIED;
    return out && p->area != PLACED_ADJOINING ? STANDING_FAR : STANDING_NONE;
}

void placement_standing_rows(struct rows_of *r, const struct child_state *s, const uint32_t *homes)
{
    struct course *all = NEWS(r->a, struct course, COURSES_MAX);
    bool ours = (s->is & CHILD_IS(LOOKED_AFTER)) && !(s->is & (CHILD_IS(HOSTED) | CHILD_IS(DIED)));
    uint32_t count = ours ? courses(r, all) : 0;
    for (uint32_t i = 0; ours && i < s->placements; i++) {
        const struct placement *p = &s->placement[i];
        if (p->started_n == 0)
            continue;
        struct course other = { .id = p->id }, *c = find_course(all, count, p->id);
        c = c ? c : &other;
        c->home = homes[i];
        c->area = p->area ? p->area : c->area;
        c->needs = rank_for_area(p->area);
        c->emergency = p->emergency;
        if (p->until == INT64_MAX && p->id == s->placement_now)
            standing_row(r, c, after_start(p, c), p->from);
        c->id = 0; /* begun: it waits no more */
    }
    for (uint32_t i = 0; i < count; i++)
        if (all[i].id != 0)
            standing_row(r, &all[i], before_start(&all[i]), all[i].proposed);
}

/* --- places of concern --- */

struct str postcode_sector(struct arena *a, struct str postcode)
{
    struct text x = text_open(a, 16);
    for (size_t i = 0; i < postcode.len && x.len < 8; i++) {
        char c = postcode.at[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            text_addc(&x, c);
    }
    struct str all = text_done(&x);
    if (all.len < 5 || all.len > 7)
        return S("");
    return (struct str){ all.at, all.len - 2 };
}

void place_rows(struct task *t, const struct stream *s, struct derived_rows *ret)
{
    struct rows_of r = rows_open(t, s, ret);
    struct str sector = S("");
    uint32_t found = 0, linked = 0;
    for (uint32_t i = 0; i < r.count; i++) {
        const struct fact *f = &r.fact[i];
        found += f->kind == EV_CHILD_FOUND;
        linked += f->kind == EV_ASSOCIATION_RECORDED;
        if (f->kind != EV_PLACE_RECORDED)
            continue;
        struct event e = stream_event_at(t, s, f->n);
        if (e.kind == EV_PLACE_RECORDED && event_given(&e, "postcode"))
            sector = postcode_sector(t->arena, event_text(&e, "postcode"));
    }
    if (sector.len > 0)
        ROW(ret, CONCERN_PLACE, 1, TEXT(sector), I64(found), I64(linked));
}
