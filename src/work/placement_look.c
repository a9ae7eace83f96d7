/* Looks up what is asked before a child is placed: the home's file, the place, the child's own. */
#include <stdlib.h>
#include <string.h>

#include "work/placement_check.h"
#include "work/reader.h"

enum {
    AREA_OF_HOME,
    CONCERNS,
    OTHERS,
    STANDING,
    STANDING_COUNTS
};
static const struct statement statements[] = {
    [AREA_OF_HOME] = { .name = "placement.area_of_home",
                       .sql = "SELECT sl_area FROM ssd_cla_placement WHERE log = $1"
                              " AND sl_home = $2 AND sl_until_us IS NULL AND sl_area IS NOT NULL"
                              " AND sl_area <> 'unknown' ORDER BY sl_from_us DESC LIMIT 1",
                       .params = 2,
                       .columns = 1 },
    [CONCERNS] = { .name = "placement.concerns",
                   .sql = "SELECT count(*), coalesce(sum(found + linked), 0) FROM concern_place"
                          " WHERE log = $1 AND sector = $2",
                   .params = 2,
                   .columns = 2 },
    [OTHERS] = { .name = "placement.others",
                 .sql = "SELECT h.subject, h.name, h.places, coalesce(h.postcode, ''),"
                        " coalesce(h.purpose, ''), coalesce(h.area_code, ''),"
                        " (SELECT count(*) FROM ssd_cla_placement c WHERE c.log = $1"
                        " AND c.sl_home = h.subject AND c.sl_until_us IS NULL),"
                        " coalesce((SELECT min(c.sl_area) FROM ssd_cla_placement c"
                        " WHERE c.log = $1 AND c.sl_home = h.subject AND c.sl_until_us IS NULL),"
                        " '') FROM home h WHERE h.log = $1 AND h.places IS NOT NULL"
                        " ORDER BY h.subject LIMIT 5000",
                 .params = 1,
                 .columns = 8 },
    [STANDING] = { .name = "placement.standing",
                   .sql = "SELECT subject, k, state, since_us, coalesce(home, 0), area, needs,"
                          " emergency, against, could_not, coalesce(proposer, 0)"
                          " FROM placement_standing WHERE log = $1 AND state = $2"
                          " ORDER BY since_us, subject, k LIMIT $3",
                   .params = 3,
                   .columns = 11 },
    [STANDING_COUNTS] = { .name = "placement.standing_counts",
                          .sql = "SELECT state, count(*) FROM placement_standing WHERE log = $1"
                                 " GROUP BY state",
                          .params = 1,
                          .columns = 2 },
};

status placement_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->derived, statements, COUNT(statements));
}

/* --- where it is --- */

static void set_area(struct placement_look *l, uint8_t area, const char *confidence,
                     const char *source)
{
    l->area = area;
    l->area_confidence = code_number(CODES_CONFIDENCE, str_from(confidence));
    l->area_source = str_from(source);
}

static uint8_t area_of_code(const char *ours, const char *theirs, const char **ret_confidence)
{
    *ret_confidence = "high";
    switch (theirs[0]) {
    case 'S': return PLACED_SCOTLAND;
    case 'W': return PLACED_WALES;
    case 'N': return PLACED_NORTHERN_IRELAND;
    case 'E': break;
    default: return PLACED_UNKNOWN;
    }
    switch (place_adjoins(ours, theirs, ret_confidence)) {
    case ADJACENT_SAME: return PLACED_IN;
    case ADJACENT_YES: return PLACED_ADJOINING;
    case ADJACENT_NO: return PLACED_DISTANT;
    case ADJACENT_UNKNOWN: break;
    }
    return PLACED_UNKNOWN;
}

static bool area_by_code(struct task *t, const struct reader *r, struct placement_look *l,
                         struct str code, const char *source)
{
    const char *confidence = "none";
    const char *theirs = code.len ? str_nul(t->arena, code) : NULL;
    const char *authority = theirs ? place_authority(theirs) : NULL;
    const char *ours = place_authority(str_nul(t->arena, r->store->authority_code));
    if (!theirs)
        return false;
    l->area_code = code;
    if (str_equal(code, r->store->authority_code)) {
        l->area_name = r->store->authority_name;
        set_area(l, PLACED_IN, "high", source);
        return true;
    }
    if (authority && place_authority_name(authority))
        l->area_name = str_from(place_authority_name(authority));
    uint8_t area = authority && (ours || authority[0] != 'E')
                       ? area_of_code(ours ? ours : "", authority, &confidence)
                       : PLACED_UNKNOWN;
    if (area == PLACED_UNKNOWN)
        return false;
    set_area(l, area, confidence, source);
    return true;
}

/* One home has one area, whoever lives there: what was said with another placement holds. */
static status area_by_others(struct task *t, struct reader *r, struct placement_look *l)
{
    struct value in[] = { I64(r->store->log), I64(l->asked.home) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[AREA_OF_HOME], in, COUNT(in), &rows));
    struct str code = cursor_next(&rows) ? cursor_text(&rows) : S("");
    TRY(cursor_done(&rows));
    if (code.len > 0)
        set_area(l, code_number(CODES_AREA, code), "medium",
                 "said with another placement in this home");
    return OK;
}

static status find_area(struct task *t, struct reader *r, const struct place_point *at,
                        struct str home_code, struct placement_look *l)
{
    l->area = PLACED_UNKNOWN;
    l->area_why = S("Neither its postcode nor the code of its area could be looked up");
    if (at && area_by_code(t, r, l, str_from(at->district), "its postcode, and the map of areas"))
        return OK;
    if (area_by_code(t, r, l, home_code,
                     "the home\xe2\x80\x99s registration, and the map of"
                     " areas"))
        return OK;
    if (l->asked.home != 0)
        TRY(area_by_others(t, r, l));
    if (l->area == PLACED_UNKNOWN && l->asked.area != 0)
        set_area(l, l->asked.area, "low", "the proposer says so");
    return OK;
}

static struct str home_postcode(const struct child_file *f)
{
    for (size_t i = f->entries; i-- > 0;) {
        const struct event *e = &f->entry[i].event;
        if (!f->entry[i].corrected && e->kind == EV_PLACEMENT_STARTED &&
            event_given(e, "home-postcode"))
            return event_text(e, "home-postcode");
    }
    return S("");
}

static void find_distance(const struct child_file *f, const struct postcodes *p,
                          const struct place_point *to, struct placement_look *l)
{
    struct place_point from;
    struct str home = home_postcode(f);
    l->distance = -1;
    l->distance_source = S("the two postcodes");
    if (!p)
        l->distance_why = S("This register has no postcode index: whoever runs it can add one");
    else if (!to)
        l->distance_why = S("The postcode of that place is not known, or not in the index");
    else if (home.len == 0)
        l->distance_why = S("The postcode of the child\xe2\x80\x99s own home is not on the file");
    else if (!postcodes_find(p, home, &from))
        l->distance_why = S("The postcode of the child\xe2\x80\x99s own home is not in the index");
    else
        l->distance = place_miles_tenths(from, *to);
}

/* --- the home --- */

struct home_said {
    struct str name, postcode, area_code, purpose;
};

static void read_home(const struct child_file *h, struct placement_look *l, struct home_said *ret)
{
    for (size_t i = 0; i < h->entries; i++) {
        const struct event *e = &h->entry[i].event;
        if (h->entry[i].corrected)
            continue;
        if (!e->pointer && e->recorded.us > l->home_known.us)
            l->home_known = e->recorded;
        if (e->kind == EV_HOME_SHARE_SEEN && event_number(e, "high") &&
            e->happened.us > l->at.us - 365 * 24 * HOUR_US) {
            l->share = str_is(event_text(e, "beyond"), "action") ? 2 : 1;
            l->share_seen = e->happened;
        }
        if (e->kind != EV_HOME_REGISTERED && e->kind != EV_HOME_CHANGED)
            continue;
        if (event_given(e, "name"))
            ret->name = event_text(e, "name");
        if (event_given(e, "postcode"))
            ret->postcode = event_text(e, "postcode");
        if (event_given(e, "area-code"))
            ret->area_code = event_text(e, "area-code");
        if (event_given(e, "purpose"))
            ret->purpose = event_text(e, "purpose");
    }
}

static bool lives_there(const struct home_state *h, uint32_t child)
{
    for (uint32_t i = 0; i < h->residents && i < HOME_RESIDENTS_MAX; i++)
        if (h->resident[i].child == child)
            return true;
    return false;
}

static void read_child(const struct child_file *f, struct placement_look *l)
{
    for (size_t i = 0; i < f->entries; i++) {
        const struct event *e = &f->entry[i].event;
        if (f->entry[i].corrected)
            continue;
        if (e->kind == EV_SCHOOL_CHANGED)
            l->school = event_number(e, "none") ? S("") : event_text(e, "school");
        if (e->kind == EV_PLACEMENT_STARTED && l->asked.home != 0)
            l->stays += event_number(e, "home") == l->asked.home || e->also == l->asked.home;
        if (e->kind == EV_CO_MISSING_SEEN && l->home)
            l->together += lives_there(l->home, (uint32_t)event_number(e, "with"));
    }
}

static status find_harm(struct task *t, struct reader *r, struct str postcode,
                        struct placement_look *l)
{
    l->sector = postcode_sector(t->arena, postcode);
    if (l->sector.len == 0) {
        l->harm_why = S("The postcode is not known, so nearby is not: ask police");
        return OK;
    }
    struct value in[] = { I64(r->store->log), TEXT(l->sector) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[CONCERNS], in, COUNT(in), &rows));
    if (cursor_next(&rows)) {
        l->concerns = (uint32_t)cursor_i64(&rows);
        l->concern_children = (uint32_t)cursor_i64(&rows);
    }
    return cursor_done(&rows);
}

/* A home whose file cannot be read leaves its questions open; the others are still answered. */
static void open_home(struct task *t, struct reader *r, struct placement_look *l,
                      struct home_said *said)
{
    l->home_why = S("It is not one of this register\xe2\x80\x99s homes: ask the regulator and the"
                    " provider");
    if (l->asked.home == 0)
        return;
    struct child_file *h = NEW(t->arena, struct child_file);
    if (look_place(t, r, l->asked.home, l->at, h) != OK || h->evaluation->kind != SUBJECT_HOME) {
        l->home_why = S("The home\xe2\x80\x99s file could not be read: look again in a minute");
        return;
    }
    read_home(h, l, said);
    l->home = &h->evaluation->home;
    l->name = h->name;
    l->purpose = said->purpose;
    l->home_why = S("");
}

status placement_look(struct task *t, struct reader *r, const struct child_file *f,
                      const struct placement_asked *asked, const struct postcodes *postcodes,
                      struct placement_look *ret)
{
    struct home_said said = { 0 };
    struct place_point to;
    *ret = (struct placement_look){ .at = f->now,
                                    .asked = *asked,
                                    .child = f->child,
                                    .born = f->words.born,
                                    .sex = f->words.sex,
                                    .share_seen = NEVER,
                                    .wishes = asked->wishes,
                                    .wishes_at = f->now };
    open_home(t, r, ret, &said);
    struct str postcode = said.postcode.len ? said.postcode : asked->postcode;
    bool found = postcodes && postcode.len > 0 && postcodes_find(postcodes, postcode, &to);
    if (ret->name.len == 0)
        ret->name = asked->postcode.len ? asked->postcode : S("another address");
    TRY(find_area(t, r, found ? &to : NULL, said.area_code, ret));
    find_distance(f, postcodes, found ? &to : NULL, ret);
    TRY(find_harm(t, r, postcode, ret));
    read_child(f, ret);
    return OK;
}

/* --- what else there is --- */

struct candidate {
    struct placement_other other;
    struct str postcode;
};

static int nearer(const void *a, const void *b)
{
    const struct placement_other *x = &((const struct candidate *)a)->other;
    const struct placement_other *y = &((const struct candidate *)b)->other;
    uint8_t p = x->area ? x->area : PLACED_UNKNOWN, q = y->area ? y->area : PLACED_UNKNOWN;
    if (p != q)
        return p < q ? -1 : 1;
    int32_t far = INT32_MAX, d = x->distance < 0 ? far : x->distance;
    int32_t e = y->distance < 0 ? far : y->distance;
    if (d != e)
        return d < e ? -1 : 1;
    return (x->home > y->home) - (x->home < y->home);
}

static status read_others(struct task *t, struct reader *r, const struct placement_look *l,
                          struct candidate *at, size_t *ret_count)
{
    struct value in[] = { I64(r->store->log) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[OTHERS], in, COUNT(in), &rows));
    while (cursor_next(&rows)) {
        struct candidate *c = &at[*ret_count];
        *c = (struct candidate){ .other.home = (uint32_t)cursor_i64(&rows) };
        c->other.name = cursor_text(&rows);
        int64_t places = cursor_i64(&rows);
        c->postcode = cursor_text(&rows);
        c->other.purpose = cursor_text(&rows);
        struct str code = cursor_text(&rows);
        int64_t taken = cursor_i64(&rows);
        struct placement_look area = { 0 };
        c->other.area = code_number(CODES_AREA, cursor_text(&rows));
        if (area_by_code(t, r, &area, code, ""))
            c->other.area = area.area;
        c->other.distance = -1;
        c->other.free = places > taken ? (uint32_t)(places - taken) : 0;
        *ret_count += c->other.free > 0 && c->other.home != l->asked.home;
    }
    return cursor_done(&rows);
}

/* Not under a notice, open to new children, and for a child of this age: or not offered. */
static bool fits(struct task *t, struct reader *r, const struct placement_look *l,
                 struct placement_other *o)
{
    struct placement_look other = *l;
    struct home_said said = { 0 };
    other.asked.home = o->home;
    other.home = NULL;
    open_home(t, r, &other, &said);
    if (!other.home)
        return false;
    uint64_t is = other.home->is;
    int from = 0, to = 0, age = 0;
    bool aged = l->born != INT32_MIN && purpose_ages(o->purpose, &from, &to);
    if (aged)
        age = years_between((struct date){ l->born }, date_in_uk(l->at));
    o->episodes = 0;
    for (uint32_t i = 0; i < other.home->episodes && i < HOME_EPISODES_MAX; i++)
        o->episodes += other.home->episode[i].from > l->at.us - 365 * 24 * HOUR_US;
    return (is & HOME_IS(OPEN)) != 0 && other.home->notices == 0 &&
           (is & (HOME_IS(SUSPENDED) | HOME_IS(RESTRICTED) | HOME_IS(UNDER_NOTICE))) == 0 &&
           (!aged || (age >= from && age <= to));
}

status placement_others(struct task *t, struct reader *r, const struct child_file *f,
                        const struct placement_look *l, const struct postcodes *postcodes,
                        struct placement_other *ret, size_t *ret_count)
{
    enum {
        OPENED_MAX = 12
    };
    struct candidate *at = NEWS(t->arena, struct candidate, 5001);
    struct place_point home = { 0 }, there;
    size_t count = 0;
    bool from = postcodes && postcodes_find(postcodes, home_postcode(f), &home);
    TRY(read_others(t, r, l, at, &count));
    for (size_t i = 0; i < count; i++)
        if (from && postcodes_find(postcodes, at[i].postcode, &there))
            at[i].other.distance = place_miles_tenths(home, there);
    qsort(at, count, sizeof *at, nearer);
    *ret_count = 0;
    for (size_t i = 0; i < count && i < OPENED_MAX && *ret_count < PLACEMENT_OTHERS; i++)
        if (fits(t, r, l, &at[i].other))
            ret[(*ret_count)++] = at[i].other;
    return OK;
}

/* --- all that somebody must look at --- */

static status read_state(struct task *t, struct reader *r, int64_t state, size_t most,
                         struct standing_list *ret)
{
    struct value in[] = { I64(r->store->log), I64(state), I64(most) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[STANDING], in, COUNT(in), &rows));
    while (cursor_next(&rows)) {
        struct standing_row *s = &ret->at[ret->count++];
        *s = (struct standing_row){ .child = (uint32_t)cursor_i64(&rows) };
        s->placement = (uint64_t)cursor_i64(&rows);
        s->state = (enum placement_standing)cursor_i64(&rows);
        s->since = (struct instant){ cursor_i64(&rows) };
        s->home = (uint32_t)cursor_i64(&rows);
        s->area = (uint8_t)cursor_i64(&rows);
        s->needs = (uint8_t)cursor_i64(&rows);
        s->emergency = cursor_i64(&rows) != 0;
        s->against = (uint32_t)cursor_i64(&rows);
        s->could_not = (uint32_t)cursor_i64(&rows);
        s->proposer = (uint32_t)cursor_i64(&rows);
    }
    return cursor_done(&rows);
}

static status count_states(struct task *t, struct reader *r, struct standing_list *ret)
{
    struct value in[] = { I64(r->store->log) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[STANDING_COUNTS], in, COUNT(in), &rows));
    while (cursor_next(&rows)) {
        int64_t state = cursor_i64(&rows), count = cursor_i64(&rows);
        if (state > 0 && state < STANDINGS)
            ret->of[state] = (size_t)count;
    }
    return cursor_done(&rows);
}

status look_standings(struct task *t, struct reader *r, unsigned states, size_t most,
                      struct standing_list *ret)
{
    *ret = (struct standing_list){ .at = NEWS(t->arena, struct standing_row, most * STANDINGS) };
    TRY(count_states(t, r, ret));
    for (int64_t state = STANDING_WAITING; state < STANDINGS; state++)
        if (states >> state & 1)
            TRY(read_state(t, r, state, most, ret));
    for (size_t i = 0; i < ret->count; i++) {
        struct standing_row *s = &ret->at[i];
        TRY(look_child_name(t, r, s->child, &s->child_name, &s->local_id));
        if (s->home != 0)
            TRY(look_name(t, r, s->home, &s->home_name));
        if (s->proposer != 0)
            TRY(look_name(t, r, s->proposer, &s->proposer_name));
    }
    return OK;
}
