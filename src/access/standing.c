/* Who asks: where this person holds which role now, for good or on the rota, and belongs. */
#include "access/access_inside.h"

enum {
    OF_HOME = 1,
    OF_AGENCY,
    OWN_AGENCY,
    HAS_LEFT
};

#define HELD(kind_words, table, more)                                                              \
    "SELECT h.subject, h.role, h.until_us, CAST(" kind_words                                       \
    " FROM role_holder h CROSS JOIN " table                                                        \
    " a WHERE a.log = h.log AND a.subject = h.subject AND h.log = $1 AND h.person = $2"            \
    " AND h.from_us <= $3" more
#define FOR_GOOD    " AND h.until_us IS NULL"
#define ON_ROTA     " AND h.until_us > $3 AND h.team = '" TEAM_ROTA "'"
#define HOME_KIND   "1 AS BIGINT), '', ''"
#define AGENCY_KIND "2 AS BIGINT), coalesce(a.kind, ''), coalesce(a.area, '')"

static const struct statement standing_read = {
    .name = "access.standing",
    .sql = HELD(HOME_KIND, "home", FOR_GOOD) " UNION ALL " HELD(
        HOME_KIND, "home",
        ON_ROTA) " UNION ALL " HELD(AGENCY_KIND, "agency",
                                    FOR_GOOD) " UNION ALL " HELD(AGENCY_KIND, "agency",
                                                                 ON_ROTA) " UNION ALL "
                                                                          "SELECT p.sl_agency, "
                                                                          "CAST(0 AS BIGINT), "
                                                                          "CAST(NULL AS BIGINT), "
                                                                          "CAST(3 AS BIGINT),"
                                                                          " coalesce(a.kind, ''), "
                                                                          "coalesce(a.area, '') "
                                                                          "FROM ssd_professionals p"
                                                                          " LEFT JOIN agency a ON "
                                                                          "a.log = p.log AND "
                                                                          "a.subject = p.sl_agency"
                                                                          " WHERE p.log = $1 AND "
                                                                          "p.subject = $2 AND "
                                                                          "p.sl_agency IS NOT NULL "
                                                                          "UNION ALL "
                                                                          "SELECT n.subject, "
                                                                          "CAST(0 AS BIGINT), "
                                                                          "CAST(NULL AS BIGINT), "
                                                                          "CAST(4 AS BIGINT), '', "
                                                                          "''"
                                                                          " FROM need_to_know n "
                                                                          "WHERE n.log = $1 AND "
                                                                          "n.need_key = $4",
    .params = 4,
    .columns = 6
};

status standing_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->derived, &standing_read, 1);
}

static void take_place(struct standing *s, struct cursor *rows)
{
    struct standing_place p = { .subject = (uint32_t)cursor_i64(rows),
                                .role = (uint8_t)cursor_i64(rows) };
    bool for_good = cursor_is_nil(rows);
    int64_t until = cursor_i64(rows), what = cursor_i64(rows);
    p.until = for_good ? NEVER : (struct instant){ until };
    p.home = what == OF_HOME;
    p.kind = code_number(CODES_AGENCY, cursor_text(rows));
    struct str area = cursor_text(rows);
    p.area = area.len > 0 ? need_area(area) : 0;
    s->left = s->left || what == HAS_LEFT;
    if (what != HAS_LEFT && p.role < ROLES && s->places < STANDING_PLACES_MAX)
        s->place[s->places++] = p;
}

/* A health body's designated nurse and doctor answer for the authority's children too. */
static bool is_office(const struct store *store, const struct standing_place *p)
{
    bool health = p->role == ROLE_DESIGNATED_NURSE || p->role == ROLE_DESIGNATED_DOCTOR;
    return role_answers_for_all(p->role) &&
           (p->subject == store->authority ||
            (health && p->kind == code_number(CODES_AGENCY, S("health"))));
}

static void offices_find(const struct store *store, struct standing *s)
{
    for (size_t i = 0; i < s->places; i++) {
        const struct standing_place *p = &s->place[i];
        bool longer = s->office == ROLE_NONE || p->until.us > s->office_until.us ||
                      (p->until.us == s->office_until.us && p->role == s->actor.role);
        if (is_office(store, p) && longer) {
            s->office = p->role;
            s->office_until = p->until;
        }
        if (role_is_police(p->role) && p->kind == code_number(CODES_AGENCY, S("police")) &&
            (s->police == ROLE_NONE || p->until.us > s->police_until.us)) {
            s->police = p->role;
            s->police_until = p->until;
        }
    }
}

status standing_open(struct task *t, struct reader *r, struct actor who, struct instant now,
                     struct standing *ret)
{
    struct standing s = { .actor = who, .now = now, .no_child = role_sees_no_child(who.role) };
    s.place = NEWS(t->arena, struct standing_place, STANDING_PLACES_MAX);
    struct value in[] = { I64(r->store->log), I64(who.person), I64(now.us),
                          I64(need_key(NEED_LEFT, who.person)) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &standing_read, in, COUNT(in), &rows));
    while (cursor_next(&rows))
        take_place(&s, &rows);
    TRY(cursor_done(&rows));
    if (s.left || s.no_child)
        s.places = 0;
    offices_find(r->store, &s);
    *ret = s;
    return OK;
}

status standing_of_machine(struct task *t, struct reader *r, struct actor who, struct instant now,
                           struct standing *ret)
{
    TRY(standing_open(t, r, who, now, ret));
    for (size_t i = 0; i < ret->places; i++) {
        struct standing_place *p = &ret->place[i];
        if (p->subject == who.agency && !p->home && p->role == ROLE_NONE && who.role < ROLES)
            p->role = who.role;
    }
    offices_find(r->store, ret);
    return OK;
}
