/* The ladders of roles, and who stands on which step at an instant. */
#include "work/owner.h"

#include "base/limits.h"

/* Who hears next when nobody holds a role. At the top of every ladder is the director. */
static const enum role above[ROLES] = {
    [ROLE_SOCIAL_WORKER] = ROLE_TEAM_MANAGER,
    [ROLE_TEAM_MANAGER] = ROLE_HEAD_OF_SERVICE,
    [ROLE_HEAD_OF_SERVICE] = ROLE_DIRECTOR,
    [ROLE_REVIEWING_OFFICER] = ROLE_HEAD_OF_SERVICE,
    [ROLE_MISSING_COORDINATOR] = ROLE_TEAM_MANAGER,
    [ROLE_EMERGENCY_DUTY] = ROLE_HEAD_OF_SERVICE,
    [ROLE_NIGHT_WORKER] = ROLE_REGISTERED_MANAGER,
    [ROLE_REGISTERED_MANAGER] = ROLE_RESPONSIBLE_INDIVIDUAL,
    [ROLE_RESPONSIBLE_INDIVIDUAL] = ROLE_DIRECTOR,
    [ROLE_CARER] = ROLE_SOCIAL_WORKER,
    [ROLE_POLICE_MISSING_COORDINATOR] = ROLE_POLICE_SUPERVISOR,
    [ROLE_POLICE_SUPERVISOR] = ROLE_DUTY_INSPECTOR,
    [ROLE_DUTY_INSPECTOR] = ROLE_DIRECTOR,
    [ROLE_DESIGNATED_NURSE] = ROLE_DESIGNATED_DOCTOR,
    [ROLE_DESIGNATED_DOCTOR] = ROLE_HEAD_OF_SERVICE,
    [ROLE_VIRTUAL_SCHOOL_HEAD] = ROLE_HEAD_OF_SERVICE,
    [ROLE_DESIGNATED_TEACHER] = ROLE_VIRTUAL_SCHOOL_HEAD,
    [ROLE_NOMINATED_OFFICER] = ROLE_DIRECTOR,
    [ROLE_HOST_COORDINATOR] = ROLE_MISSING_COORDINATOR,
    [ROLE_RETURN_INTERVIEWER] = ROLE_MISSING_COORDINATOR,
    [ROLE_ADVOCATE] = ROLE_REVIEWING_OFFICER,
    [ROLE_DATA_TEAM] = ROLE_HEAD_OF_SERVICE,
    [ROLE_COMMISSIONER] = ROLE_HEAD_OF_SERVICE,
    [ROLE_INSPECTOR] = ROLE_DIRECTOR,
    [ROLE_LEAD_MEMBER] = ROLE_DIRECTOR,
};

enum role role_above(enum role r)
{
    if (r == ROLE_NONE)
        return ROLE_DIRECTOR; /* a duty that names no role is the director's */
    return r < ROLES ? above[r] : ROLE_NONE;
}

bool role_reaches(enum role asked, enum role role)
{
    enum role r = asked;
    for (int step = 0; step < ROLES && r != role && r != ROLE_DIRECTOR; step++)
        r = role_above(r);
    return r == role;
}

const char *role_words(enum role r)
{
    return code_meaning(CODES_ROLE, r);
}

/* --- who holds what --- */

enum { OF_SUBJECT, OF_AGENCIES, PERSON_NAME, ANYBODY, OWNER_STATEMENTS };
enum { HELD_MAX = 100000, MEMO_CHAINS = 1024 };

static const struct statement statements[OWNER_STATEMENTS] = {
    [OF_SUBJECT] = { .name = "owner.of_subject",
                     .sql = "SELECT role, person, from_us, until_us, team FROM role_holder"
                            " WHERE log = $1 AND subject = $2 ORDER BY k",
                     .params = 2, .columns = 5 },
    [OF_AGENCIES] = { .name = "owner.of_agencies",
                      .sql = "SELECT h.role, h.person, h.from_us, h.until_us, h.team FROM agency a"
                             " JOIN role_holder h ON h.log = a.log AND h.subject = a.subject"
                             " WHERE a.log = $1 ORDER BY a.subject, h.k LIMIT 100000",
                      .params = 1, .columns = 5 },
    [PERSON_NAME] = { .name = "owner.person_name",
                      .sql = "SELECT prof_professional_name FROM ssd_professionals"
                             " WHERE log = $1 AND subject = $2 ORDER BY k LIMIT 1",
                      .params = 2, .columns = 1 },
    /* Someone of the responsible authority before anyone else. */
    [ANYBODY] = { .name = "owner.anybody",
                  .sql = "SELECT subject FROM ssd_professionals WHERE log = $1"
                         " ORDER BY CASE WHEN sl_agency = $2 THEN 0 ELSE 1 END, subject LIMIT 1",
                  .params = 2, .columns = 1 },
};

struct held {
    uint32_t person;
    enum role role;
    int64_t from, until;
    bool rota;
};
struct holders { /* of one subject */
    struct holders *next;
    uint32_t subject;
    struct held *at;
    size_t count;
};
struct person_name {
    struct person_name *next;
    uint32_t person;
    struct str name;
};

struct owners {
    struct db *derived;
    int64_t log;
    uint32_t authority;
    struct holders *of[MEMO_CHAINS], *agencies;
    struct person_name *names[MEMO_CHAINS];
    bool knows_anybody;
    uint32_t anybody;
};

status owner_prepare(struct task *t, struct db *derived)
{
    return db_prepare_all(t, derived, statements, OWNER_STATEMENTS);
}

struct owners *owners_open(struct task *t, const struct store *s, struct db *derived)
{
    struct owners *o = NEW(t->arena, struct owners);
    o->derived = derived;
    o->log = s->log;
    o->authority = s->authority;
    return o;
}

static status read_held(struct task *t, struct owners *o, int which, const struct value *in,
                        size_t in_count, struct holders *ret)
{
    size_t room = 16;
    ret->at = NEWS(t->arena, struct held, room);
    WITH_CURSOR(rows);
    TRY(db_query(t, o->derived, &statements[which], in, in_count, &rows));
    while (ret->count < HELD_MAX && cursor_next(&rows)) {
        if (ret->count == room) {
            struct held *more = NEWS(t->arena, struct held, room * 2);
            for (size_t i = 0; i < room; i++)
                more[i] = ret->at[i];
            ret->at = more;
            room *= 2;
        }
        struct held *h = &ret->at[ret->count++];
        h->role = (enum role)cursor_i64(&rows);
        h->person = (uint32_t)cursor_i64(&rows);
        h->from = cursor_i64(&rows);
        bool held_now = cursor_is_nil(&rows);
        int64_t until = cursor_i64(&rows);
        h->until = held_now ? INT64_MAX : until;
        h->rota = str_is(cursor_text(&rows), TEAM_ROTA);
    }
    return cursor_done(&rows);
}

static struct holders **memo(struct owners *o, uint32_t subject)
{
    struct holders **at = &o->of[subject % MEMO_CHAINS];
    while (*at && (*at)->subject != subject)
        at = &(*at)->next;
    return at;
}

static status holders_of(struct task *t, struct owners *o, uint32_t subject,
                         const struct holders **ret)
{
    struct holders **at = memo(o, subject);
    if (!*at) {
        struct holders *found = NEW(t->arena, struct holders);
        found->subject = subject;
        struct value in[] = { I64(o->log), I64(subject) };
        TRY(read_held(t, o, OF_SUBJECT, in, COUNT(in), found));
        *at = found;
    }
    *ret = *at;
    return OK;
}

static status holders_of_agencies(struct task *t, struct owners *o, const struct holders **ret)
{
    if (!o->agencies) {
        struct holders *found = NEW(t->arena, struct holders);
        struct value in[] = { I64(o->log) };
        TRY(read_held(t, o, OF_AGENCIES, in, COUNT(in), found));
        o->agencies = found;
    }
    *ret = o->agencies;
    return OK;
}

void owners_know_child(struct task *t, struct owners *o, uint32_t child,
                       const struct child_state *c)
{
    struct holders *found = NEW(t->arena, struct holders);
    found->subject = child;
    found->at = NEWS(t->arena, struct held, ROLES);
    for (unsigned r = ROLE_NONE + 1; r < ROLES; r++) {
        if (c->holder[r] != 0)
            found->at[found->count++] =
                (struct held){ c->holder[r], (enum role)r, INT64_MIN, INT64_MAX, false };
    }
    struct holders **at = memo(o, child);
    *at = found;
}

/* Who is on the rota comes before who merely holds the role there; of several, who took it on
 * last. */
static const struct held *holder_at(const struct holders *h, enum role role, int64_t at)
{
    const struct held *best = NULL;
    for (size_t i = 0; h && i < h->count; i++) {
        const struct held *x = &h->at[i];
        if (x->role != role || x->person == 0 || x->from > at || at >= x->until)
            continue;
        if (!best || x->rota > best->rota || (x->rota == best->rota && x->from >= best->from))
            best = x;
    }
    return best;
}

static status name_of(struct task *t, struct owners *o, uint32_t person, struct str *ret)
{
    struct person_name **at = &o->names[person % MEMO_CHAINS];
    while (*at && (*at)->person != person)
        at = &(*at)->next;
    if (!*at) {
        WITH_CURSOR(rows);
        struct value in[] = { I64(o->log), I64(person) };
        TRY(db_query(t, o->derived, &statements[PERSON_NAME], in, COUNT(in), &rows));
        struct str name = cursor_next(&rows) ? cursor_text(&rows) : S("");
        TRY(cursor_done(&rows));
        *at = NEW(t->arena, struct person_name);
        **at = (struct person_name){ .person = person, .name = name };
    }
    *ret = (*at)->name;
    return OK;
}

status owners_anybody(struct task *t, struct owners *o, uint32_t *ret)
{
    if (!o->knows_anybody) {
        int64_t person = 0;
        struct value in[] = { I64(o->log), I64(o->authority) };
        status found = db_query_i64(t, o->derived, &statements[ANYBODY], in, COUNT(in), &person);
        if (found != OK && found != E_MISSING)
            return found;
        o->anybody = (uint32_t)person;
        o->knows_anybody = true;
    }
    *ret = o->anybody;
    return OK;
}

status owners_find(struct task *t, struct owners *o, enum role asked, uint32_t child,
                   uint32_t home, struct instant at, struct owner *ret)
{
    const struct holders *of_child = NULL, *at_home = NULL, *authority = NULL, *agencies = NULL;
    if (child != 0)
        TRY(holders_of(t, o, child, &of_child));
    if (home != 0)
        TRY(holders_of(t, o, home, &at_home));
    TRY(holders_of(t, o, o->authority, &authority));
    TRY(holders_of_agencies(t, o, &agencies));

    struct owner found = { .asked = asked, .role = asked };
    enum role r = asked == ROLE_NONE ? ROLE_DIRECTOR : asked;
    for (; r != ROLE_NONE && found.person == 0; r = role_above(r)) {
        const struct holders *const places[] = { of_child, at_home, authority, agencies };
        for (size_t i = 0; i < COUNT(places) && found.person == 0; i++) {
            const struct held *x = holder_at(places[i], r, at.us);
            found.person = x ? x->person : 0;
            found.rota = x && x->rota;
            found.until.us = x ? x->until : INT64_MAX;
        }
        found.role = r;
    }
    if (found.person == 0)
        TRY(owners_anybody(t, o, &found.person));
    if (found.person != 0)
        TRY(name_of(t, o, found.person, &found.name));
    *ret = found;
    return OK;
}
