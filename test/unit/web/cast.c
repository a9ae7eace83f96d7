/* The people and children of cast.h, and the slow reference of who may see whom. */
#include "cast.h"

#include <stdlib.h>
#include <string.h>

#include "work/owner.h"

static status set(struct visit *v, struct event *e, struct str name, struct str value)
{
    unsigned at;
    const struct field_def *d = event_field_def(e->kind, name, &at);
    if (!d)
        print_error("%s has no %.*s\n", event_kind_def(e->kind)->name, STR_ARG(name));
    assert_non_null(d);
    if (d->type == FIELD_TEXT || d->type == FIELD_CODES)
        event_set_text(e, d->name, value);
    else if (d->type == FIELD_CODE)
        event_set_code(e, d->name, str_nul(v->arena, value));
    else
        event_set_number(e, d->name, atoll(str_nul(v->arena, value)));
    return OK;
}

status says(struct visit *v, uint32_t subject, enum event_kind kind, const char *fields)
{
    struct event e = event_new(kind, subject, v->world->now);
    struct str rest = str_from(fields), one, name, value;
    while (rest.len > 0) {
        if (!str_cut(rest, '|', &one, &rest)) {
            one = rest;
            rest.len = 0;
        }
        assert_true(str_cut(one, '=', &name, &value));
        TRY(set(v, &e, name, value));
    }
    TRY(writer_complete(&v->t, v->world->writer, &e));
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY, .own = true };
    return writer_append(&v->t, v->world->writer, &a);
}

static void must_say(struct visit *v, uint32_t subject, enum event_kind kind, const char *fields)
{
    if (says(v, subject, kind, fields) != OK) {
        print_error("%s: %s\n", event_kind_def(kind)->name, v->t.reason);
        _fail(__FILE__, __LINE__);
    }
}

static uint32_t somebody(struct visit *v, enum subject_kind kind)
{
    uint32_t number;
    assert_int_equal(writer_subject_new(&v->t, v->world->writer, kind, &number), OK);
    return number;
}

#define PRINTED(v, ...) str_nul((v)->arena, str_print((v)->arena, __VA_ARGS__))

static bool is_one_of(uint8_t role, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(code_text(CODES_ROLE, role), names[i]) == 0)
            return true;
    return false;
}
#define ONE_OF(role, names) is_one_of(role, names, COUNT(names))

static const char *const home_roles[] = { "night-worker", "registered-manager", "carer",
                                          "responsible-individual" };
static const char *const police_roles[] = { "police-missing-coordinator", "police-supervisor",
                                            "duty-inspector" };
static const char *const offices[] = { "team-manager",       "head-of-service",
                                       "director",           "missing-coordinator",
                                       "emergency-duty",     "nominated-officer",
                                       "designated-nurse",   "designated-doctor",
                                       "virtual-school-head" };
static const char *const no_child[] = { "inspector", "commissioner", "data-team", "lead-member" };

static void add_player(struct visit *v, struct cast *c, uint8_t role, uint32_t at)
{
    struct player *p = &c->player[c->players++];
    assert_true(c->players <= CAST_MAX);
    bool home = at == world_number(v->world, "tamblewick");
    bool police = at == world_number(v->world, "police");
    *p = (struct player){ .person = somebody(v, SUBJECT_PERSON),
                          .at = at,
                          .role = role,
                          .of_child = at == c->own,
                          .at_home = home,
                          .at_authority = at == v->world->store->authority };
    must_say(v, p->person, EV_PERSON_REGISTERED,
             home ? PRINTED(v, "name=Pat %s", code_text(CODES_ROLE, role))
                  : PRINTED(v, "name=Pat %s|agency=%u", code_text(CODES_ROLE, role),
                            police ? at : v->world->store->authority));
    must_say(v, at, EV_INVOLVEMENT_STARTED,
             PRINTED(v, "role=%s|person=%u", code_text(CODES_ROLE, role), p->person));
}

static uint32_t add_child(struct visit *v, const char *family, uint32_t home)
{
    uint32_t child = somebody(v, SUBJECT_CHILD);
    must_say(v, child, EV_CHILD_REGISTERED,
             PRINTED(v, "given=Jo|family=%s|born=15000|sex=F|local-id=77%u", family, child));
    must_say(v, child, EV_CARE_STARTED, "legal-status=C2|need=N1");
    must_say(v, child, EV_PLACEMENT_STARTED,
             home ? PRINTED(v, "type=K2|home=%u", home) : "type=U6|area=in|distance=24");
    return child;
}

void cast_open(struct visit *v, struct cast *ret)
{
    *ret = (struct cast){ 0 };
    struct world *w = v->world;
    uint32_t larkwater = world_number(w, "larkwater"), tamblewick = world_number(w, "tamblewick");
    ret->own = add_child(v, "Vexley", 0);
    ret->quiet = add_child(v, "Thistlewick", tamblewick);
    must_say(v, ret->quiet, EV_CONCERN_RAISED, "indicators=Zebrafinch seen beside the canal");
    const struct kid kids[] = {
        { { "Tamber", "fourth time in 90 days", "Rang the brother" },
          world_number(w, "alex"),
          larkwater,
          1 },
        { { "Aldane", "566911", "Eastholt bus station" }, world_number(w, "noor"), 0, true },
        { { "Qadeel", "566912", "may have been trafficked" }, world_number(w, "samir"), 0, true },
        { { "Farrowby", "566913", NULL }, world_number(w, "kit"), 0, true },
        { { "Ebbsfleet", "566914", NULL }, world_number(w, "rowan"), larkwater, true },
        { { "Vexley", NULL, NULL }, ret->own, 0, false },
        { { "Thistlewick", "Zebrafinch", NULL }, ret->quiet, tamblewick, false },
    };
    ret->kids = COUNT(kids);
    memcpy(ret->kid, kids, sizeof kids);
    for (unsigned role = 1; role < ROLES; role++) {
        uint8_t r = (uint8_t)role;
        add_player(v, ret, r,
                   ONE_OF(r, home_roles)     ? tamblewick
                   : ONE_OF(r, police_roles) ? world_number(w, "police")
                                             : w->store->authority);
        add_player(v, ret, r, ret->own);
    }
    ret->leaver = somebody(v, SUBJECT_PERSON);
    must_say(v, ret->leaver, EV_PERSON_REGISTERED,
             PRINTED(v, "name=Lee Leaver|agency=%u", w->store->authority));
    must_say(v, w->store->authority, EV_INVOLVEMENT_STARTED,
             PRINTED(v, "role=team-manager|person=%u", ret->leaver));
    v->world->now.us += SECOND_US;
}

/* ---- the reference ---- */

/* Does somebody who holds a role at an agency owe this child something now? */
static bool owes(struct visit *v, const struct player *p, uint32_t child)
{
    struct child_file f;
    struct arena *a = arena_open((size_t)256 << 20);
    struct task t = task_open(a, v->world->t.clock);
    struct reader *r = v->world->reader;
    bool found = false;
    assert_int_equal(look_child(&t, r, child, NEVER, v->world->now, &f), OK);
    struct owners *o = owners_open(&t, v->world->store, r->derived);
    for (uint32_t i = 0; i < f.evaluation->count && !found; i++) {
        const struct instance *x = &f.evaluation->instance[i];
        struct owner who = { 0 };
        if (x->closing != OPEN || x->from > v->world->now.us || x->given_to != 0 ||
            f.evaluation->child.holder[x->owner] != 0)
            continue;
        assert_int_equal(owners_find(&t, o, (enum role)x->owner, 0, 0, v->world->now, &who), OK);
        found = who.person == p->person && (uint8_t)who.role == p->role;
    }
    arena_close(a);
    return found;
}

static const struct kid *kid_of(const struct cast *c, uint32_t child)
{
    for (size_t i = 0; i < c->kids; i++)
        if (c->kid[i].child == child)
            return &c->kid[i];
    return NULL;
}

bool cast_sees(struct visit *v, const struct cast *c, const struct player *p, uint32_t child)
{
    const struct kid *k = kid_of(c, child);
    if (!p || !k || ONE_OF(p->role, no_child))
        return false;
    if (p->of_child)
        return child == p->at;
    if (p->at_home)
        return k->home == p->at;
    if (p->at_authority && ONE_OF(p->role, offices))
        return true;
    if (ONE_OF(p->role, police_roles) && k->missing)
        return true;
    return owes(v, p, child);
}

const char *cast_leak(struct visit *v, const struct cast *c, const struct player *p,
                      struct str page)
{
    for (size_t i = 0; i < c->kids && page.len > 0; i++)
        for (size_t w = 0; w < COUNT(c->kid[i].words); w++) {
            const char *word = c->kid[i].words[w];
            if (word && memmem(page.at, page.len, word, strlen(word)) &&
                !cast_sees(v, c, p, c->kid[i].child))
                return word;
        }
    return NULL;
}

void signs_in_number(struct visit *v, uint32_t person)
{
    v->cookie = v->token = S("");
    look(v, "/sign-in");
    ANSWERS(v, 200);
    send_form(v, "/sign-in", str_nul(v->arena, str_print(v->arena, "person=%u", person)));
    ANSWERS(v, 303);
}
