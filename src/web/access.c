/* Need-to-know from live relations: a role held for the child, the home lived in, an open duty, an
 * office that answers for every child of the authority, police while a child is missing. */
#include "web/access.h"

#include <string.h>

#include "web/who.h"

/* Offices that answer for every child the authority looks after. */
static bool answers_for_all(uint8_t role)
{
    static const bool all[ROLES] = {
        [ROLE_TEAM_MANAGER] = true,
        [ROLE_HEAD_OF_SERVICE] = true,
        [ROLE_DIRECTOR] = true,
        [ROLE_MISSING_COORDINATOR] = true,
        [ROLE_EMERGENCY_DUTY] = true,
        [ROLE_NOMINATED_OFFICER] = true,
        [ROLE_DESIGNATED_NURSE] = true,
        [ROLE_DESIGNATED_DOCTOR] = true,
        [ROLE_VIRTUAL_SCHOOL_HEAD] = true,
    };
    return role < ROLES && all[role];
}

static bool is_police(uint8_t role)
{
    return role == ROLE_POLICE_MISSING_COORDINATOR || role == ROLE_POLICE_SUPERVISOR ||
           role == ROLE_DUTY_INSPECTOR;
}

static struct event access_event(const struct request *in, enum event_kind kind)
{
    struct event e = event_new(kind, 0, in->now);
    e.author = in->session.actor.person;
    e.agency = in->session.actor.agency;
    e.role = in->session.actor.role;
    return e;
}

void note_opened(struct request *in, struct response *out, uint32_t child, const char *page,
                 const char *reason)
{
    out->note = access_event(in, EV_RECORD_OPENED);
    event_set_number(&out->note, "child", child);
    event_set_text(&out->note, "page", str_from(page));
    if (reason)
        event_set_text(&out->note, "reason", str_from(reason));
    out->note_first = true;
}

void note_searched(struct request *in, struct response *out, const char *page)
{
    out->note = access_event(in, EV_RECORD_SEARCHED);
    event_set_text(&out->note, "page", str_from(page));
    out->note_first = true;
}

static bool listed(const struct name_row *at, size_t count, uint32_t number)
{
    for (size_t i = 0; i < count; i++)
        if (at[i].number == number)
            return true;
    return false;
}

static bool glass_open(const struct request *in, uint32_t child)
{
    for (size_t i = 0; i < GLASS_MAX; i++)
        if (in->session.glass[i].child == child && in->session.glass[i].until.us > in->now.us)
            return true;
    return false;
}

/* A role held for this child by name, as known to the file itself. */
static bool holds_role(struct task *t, const struct request *in, const struct child_file *f,
                       struct relation *ret)
{
    for (unsigned role = 1; role < ROLES; role++) {
        if (f->evaluation->child.holder[role] != in->session.actor.person)
            continue;
        ret->because = str_print(t->arena, "you are this child\xe2\x80\x99s %s",
                                 code_meaning(CODES_ROLE, role));
        return true;
    }
    return false;
}

static bool office_or_police(struct task *t, const struct request *in, const struct child_file *f,
                             struct relation *ret)
{
    const struct child_state *c = &f->evaluation->child;
    uint8_t role = in->session.actor.role;
    if (answers_for_all(role)) {
        ret->because = str_print(t->arena,
                                 "you are %s, who answers for every child that %.*s"
                                 " looks after",
                                 in->session.role_words, STR_ARG(in->site->store->authority_name));
        return true;
    }
    if (is_police(role) && (c->is & (CHILD_IS(MISSING) | CHILD_IS(AWAY)))) {
        ret->because = S("this child is missing and you are police");
        return true;
    }
    if (is_police(role) && (c->is & CHILD_IS(BEEN_MISSING))) {
        ret->because = S("this child has been missing before and you are police");
        return true;
    }
    return false;
}

static status lives_or_owed(struct task *t, struct request *in, uint32_t child,
                            struct relation *ret)
{
    struct name_list mine;
    TRY(children_of(t, in->reader, in->session.actor.person, &mine));
    if (listed(mine.at, mine.count, child)) {
        ret->because = S("this child is one of those you work with");
        return OK;
    }
    struct duty_filter f = {
        .person = in->session.actor.person, .child = child, .at = in->now, .limit = 1
    };
    struct duty_list owed;
    TRY(look_duties(t, in->reader, &f, &owed));
    if (owed.count > 0) {
        ret->because = S("you owe this child something");
        return OK;
    }
    return fail(t, E_DENIED,
                "you have no relation to this child: ask the child's social worker,"
                " or state why you must look now");
}

static status relation_find(struct task *t, struct request *in, const struct child_file *f,
                            struct relation *ret)
{
    *ret = (struct relation){ 0 };
    if (holds_role(t, in, f, ret) || office_or_police(t, in, f, ret))
        return OK;
    if (glass_open(in, f->child)) {
        ret->broken_glass = true;
        ret->because = S("you said why you had to; the child\xe2\x80\x99s social worker has been"
                         " told and will review it");
        return OK;
    }
    return lives_or_owed(t, in, f->child, ret);
}

status child_open(struct task *t, struct request *in, struct response *out, uint32_t child,
                  struct instant known_at, const char *page, struct child_file *ret_file,
                  struct relation *ret_relation)
{
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read: try again in a minute");
    status looked = look_child(t, in->reader, child, known_at, in->now, ret_file);
    if (looked == E_MISSING)
        return fail(t, E_MISSING, "there is no child with that number");
    if (looked != OK)
        return looked;
    status related = relation_find(t, in, ret_file, ret_relation);
    if (related == E_DENIED) {
        out->note = access_event(in, EV_ACCESS_REFUSED);
        event_set_number(&out->note, "child", child);
        event_set_text(&out->note, "page", str_from(page));
        out->note_first = true;
    }
    if (related != OK)
        return related;
    note_opened(in, out, child, page, ret_relation->broken_glass ? "without a relation" : NULL);
    return OK;
}

bool is_of_place(const struct request *in)
{
    static const enum route_name of_places[] = {
        ROUTE_home,
        ROUTE_home_why,
        ROUTE_home_alarm,
        ROUTE_home_alarm_seen,
        ROUTE_home_alarm_decided,
        ROUTE_home_duty,
        ROUTE_home_duty_mine,
        ROUTE_home_duty_given,
        ROUTE_home_duty_waived,
    };
    for (size_t i = 0; i < COUNT(of_places); i++)
        if (in->route == of_places[i])
            return true;
    return false;
}

static status may_see_place(struct task *t, struct request *in, uint32_t subject)
{
    bool works_there = false;
    struct duty_list owed;
    struct duty_filter f = {
        .person = in->session.actor.person, .child = subject, .at = in->now, .limit = 1
    };
    if (answers_for_all(in->session.actor.role) || in->session.actor.agency == subject)
        return OK;
    TRY(works_at(t, in->reader, in->session.actor.person, subject, &works_there));
    if (works_there)
        return OK;
    for (int alarms = 0; alarms < 2; alarms++) {
        f.alarms = alarms != 0;
        TRY(look_duties(t, in->reader, &f, &owed));
        if (owed.count > 0)
            return OK;
    }
    return fail(t, E_DENIED,
                "you have no part in this: ask the registered manager of the home, or the team"
                " manager");
}

status place_open(struct task *t, struct request *in, struct response *out, uint32_t subject,
                  struct child_file *ret_file)
{
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read: try again in a minute");
    status looked = look_place(t, in->reader, subject, in->now, ret_file);
    if (looked == E_MISSING)
        return fail(t, E_MISSING, "there is no home with that number");
    TRY(looked);
    note_searched(in, out, "home");
    return may_see_place(t, in, subject);
}

status subject_open(struct task *t, struct request *in, struct response *out, const char *page,
                    struct child_file *ret_file)
{
    struct relation relation;
    uint32_t number = child_number(in);
    return is_of_place(in) ? place_open(t, in, out, number, ret_file)
                           : child_open(t, in, out, number, NEVER, page, ret_file, &relation);
}

status children_seen(struct task *t, struct request *in, struct seen_children *ret)
{
    *ret = (struct seen_children){ .all = answers_for_all(in->session.actor.role),
                                   .police = is_police(in->session.actor.role) };
    if (ret->all)
        return OK;
    struct name_list mine;
    TRY(children_of(t, in->reader, in->session.actor.person, &mine));
    ret->at = mine.at;
    ret->count = mine.count;
    return OK;
}

bool may_list(const struct seen_children *s, uint32_t child, bool missing)
{
    return s->all || (s->police && missing) || listed(s->at, s->count, child);
}
