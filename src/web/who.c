/* The register's people: what they are to whom, where they work, and their numbers. */
#include "web/who.h"

#include <ctype.h>
#include <string.h>

#include "access/access.h"
#include "web/pages.h"
#include "web/rule_counts.h"

static const struct statement statements[] = {
    { .name = "web.held_by",
      .sql = "SELECT subject, k, role FROM role_holder WHERE log = $1 AND person = $2"
             " AND until_us IS NULL UNION ALL"
             " SELECT subject, k, role FROM role_holder WHERE log = $1 AND person = $2"
             " AND team = '" TEAM_ROTA "' AND from_us <= $3 AND until_us > $3"
             " ORDER BY 1, 2 LIMIT 1001",
      .params = 3,
      .columns = 3 },
};
enum {
    HELD_BY,
    HELD_MAX = 1001
};

status who_prepare(struct task *t, struct reader *r)
{
    TRY(access_prepare(t, r));
    TRY(rule_counts_prepare(t, r));
    TRY(handover_prepare(t, r));
    TRY(my_day_prepare(t, r));
    return db_prepare_all(t, r->derived, statements, COUNT(statements));
}

struct held {
    uint32_t subject;
    enum role role;
};

static status held_by(struct task *t, struct reader *r, uint32_t person, struct held **ret,
                      size_t *ret_count)
{
    struct value in[] = { I64(r->store->log), I64(person), I64(task_now(t).us) };
    struct held *at = NEWS(t->arena, struct held, HELD_MAX);
    size_t count = 0;
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[HELD_BY], in, COUNT(in), &rows));
    while (count < HELD_MAX && cursor_next(&rows)) {
        at[count].subject = (uint32_t)cursor_i64(&rows);
        (void)cursor_i64(&rows);
        at[count++].role = (enum role)cursor_i64(&rows);
    }
    TRY(cursor_done(&rows));
    *ret = at;
    *ret_count = count;
    return OK;
}

status works_at(struct task *t, struct reader *r, uint32_t person, uint32_t subject, bool *ret)
{
    struct held *held;
    size_t count;
    TRY(held_by(t, r, person, &held, &count));
    *ret = false;
    for (size_t i = 0; i < count; i++)
        *ret = *ret || held[i].subject == subject;
    return OK;
}

/* Children for whom a role is held, then those who live in a home where one is held. */
status children_of(struct task *t, struct reader *r, uint32_t person, struct name_list *ret)
{
    struct name_list all;
    struct held *held;
    size_t count;
    TRY(look_children_of_person(t, r, person, &all));
    TRY(held_by(t, r, person, &held, &count));
    for (size_t i = 0; i < count; i++) {
        enum subject_kind kind;
        struct name_list of_home;
        if (i > 0 && held[i].subject == held[i - 1].subject)
            continue;
        TRY(journal_subject_kind(t, r->journal, held[i].subject, &kind));
        if (kind != SUBJECT_HOME)
            continue;
        TRY(look_children_of_home(t, r, held[i].subject, &of_home));
        struct name_row *both = NEWS(t->arena, struct name_row, all.count + of_home.count + 1);
        if (all.count)
            memcpy(both, all.at, all.count * sizeof *both);
        if (of_home.count)
            memcpy(both + all.count, of_home.at, of_home.count * sizeof *both);
        all.at = both;
        all.count += of_home.count;
        all.cut = all.cut || of_home.cut;
    }
    *ret = all;
    return OK;
}

/* The role that a person acts in when the list does not say: the one held most widely, which is at
 * an agency before a home before a child. */
status role_of_person(struct task *t, struct reader *r, uint32_t person, enum role *ret)
{
    static const int width[] = {
        [SUBJECT_AGENCY] = 3, [SUBJECT_HOME] = 2, [SUBJECT_CHILD] = 1, [SUBJECT_ANY] = 0
    };
    struct held *held;
    size_t count;
    int best = 0;
    TRY(held_by(t, r, person, &held, &count));
    *ret = ROLE_NONE;
    for (size_t i = 0; i < count; i++) {
        enum subject_kind kind;
        TRY(journal_subject_kind(t, r->journal, held[i].subject, &kind));
        if (width[kind] <= best)
            continue;
        best = width[kind];
        *ret = held[i].role;
    }
    return OK;
}

/* The events of a person, agency or home are few; the last word on each field stands. */
static status last_words(struct task *t, struct reader *r, uint32_t subject, enum event_kind first,
                         enum event_kind changed, struct event *ret)
{
    struct stream s;
    TRY(stream_read(t, r->journal, subject, NEVER, true, &s));
    bool any = false;
    for (uint32_t i = 0; i < s.count; i++) {
        uint16_t kind = s.fact[i].kind;
        if ((kind != (uint16_t)first && kind != (uint16_t)changed) || s.payload[i].len == 0)
            continue;
        TRY(event_decode(t, s.payload[i], ret));
        any = true;
    }
    return any ? OK : fail(t, E_MISSING, "nothing is registered under that number");
}

status person_details(struct task *t, struct reader *r, uint32_t person, struct person_details *ret)
{
    struct event e, agency;
    *ret = (struct person_details){ 0 };
    TRY(last_words(t, r, person, EV_PERSON_REGISTERED, EV_PERSON_REGISTERED, &e));
    *ret = (struct person_details){
        .name = event_text(&e, "name"),
        .title = event_text(&e, "title"),
        .telephone = event_text(&e, "telephone"),
        .email = event_text(&e, "email"),
        .agency = (uint32_t)event_number(&e, "agency"),
    };
    if (ret->agency == 0 ||
        last_words(t, r, ret->agency, EV_AGENCY_REGISTERED, EV_AGENCY_REGISTERED, &agency) != OK)
        return OK;
    ret->agency_name = event_text(&agency, "name");
    ret->agency_kind = (uint8_t)event_number(&agency, "kind");
    struct str night = event_text(&agency, "out-of-hours");
    ret->agency_telephone = night.len ? night : event_text(&agency, "telephone");
    return OK;
}

struct str home_telephone(struct task *t, struct reader *r, uint32_t home)
{
    struct event e;
    if (home == 0 || last_words(t, r, home, EV_HOME_REGISTERED, EV_HOME_CHANGED, &e) != OK)
        return S("");
    return event_text(&e, "telephone");
}

static bool holds(struct str words, const char *part)
{
    size_t len = strlen(part);
    for (size_t i = 0; i + len <= words.len; i++) {
        size_t same = 0; /* a code's hyphens are a title's spaces: night-worker */
        while (same < len &&
               tolower((unsigned char)words.at[i + same]) == (part[same] == '-' ? ' ' : part[same]))
            same++;
        if (same == len)
            return true;
    }
    return false;
}

/* "coordinator" is part of several roles' words: the longest that fits is meant. */
enum role role_in_words(struct str words)
{
    unsigned best = ROLE_NONE;
    for (unsigned role = 1; role < ROLES; role++) {
        const char *meaning = code_meaning(CODES_ROLE, role), *code = code_text(CODES_ROLE, role);
        if (!holds(words, meaning) && !holds(words, code))
            continue;
        if (best == ROLE_NONE || strlen(meaning) > strlen(code_meaning(CODES_ROLE, best)))
            best = role;
    }
    return (enum role)best;
}
