/* Lists of people, homes and children, and who a number is. */
#include "base/limits.h"
#include "work/reader.h"

enum {
    CHILD_OF,
    CHILD_BY_SCHEME,
    NAME_OF_HOME,
    NAME_OF_AGENCY,
    NAME_OF_PERSON,
    PEOPLE,
    HOMES,
    OF_HOME,
    OF_PERSON,
    NAME_STATEMENTS
};

/* One more row than LIST_ROWS_MAX is read, so that a cut list never passes for a whole one. */
#define ONE_MORE " LIMIT 5001"
_Static_assert(LIST_ROWS_MAX == 5000, "ONE_MORE is one more than the bound");

static const struct statement statements[NAME_STATEMENTS] = {
    [CHILD_OF] = { .name = "look.child_name",
                   .sql = "SELECT sl_name, sl_local_id, sl_facts FROM ssd_person"
                          " WHERE log = $1 AND subject = $2 ORDER BY k LIMIT 1",
                   .params = 2, .columns = 3 },
    [CHILD_BY_SCHEME] = { .name = "look.child_by_number",
                          .sql = "SELECT subject FROM ssd_linked_identifiers WHERE log = $1"
                                 " AND link_identifier_value = $2 AND sl_scheme = $3"
                                 " ORDER BY subject LIMIT 2",
                          .params = 3, .columns = 1 },
    [NAME_OF_HOME] = { .name = "look.home_name",
                       .sql = "SELECT name FROM home WHERE log = $1 AND subject = $2"
                              " ORDER BY k LIMIT 1",
                       .params = 2, .columns = 1 },
    [NAME_OF_AGENCY] = { .name = "look.agency_name",
                         .sql = "SELECT name FROM agency WHERE log = $1 AND subject = $2"
                                " ORDER BY k LIMIT 1",
                         .params = 2, .columns = 1 },
    [NAME_OF_PERSON] = { .name = "look.person_name",
                         .sql = "SELECT prof_professional_name FROM ssd_professionals"
                                " WHERE log = $1 AND subject = $2 ORDER BY k LIMIT 1",
                         .params = 2, .columns = 1 },
    [PEOPLE] = { .name = "look.people",
                 .sql = "SELECT p.subject, p.prof_professional_name,"
                        " coalesce(p.prof_professional_job_title, a.name, h.name, '')"
                        " FROM ssd_professionals p"
                        " LEFT JOIN agency a ON a.log = p.log AND a.subject = p.sl_agency"
                        " LEFT JOIN home h ON h.log = p.log AND h.subject = p.sl_agency"
                        " WHERE p.log = $1 ORDER BY p.prof_professional_name, p.subject" ONE_MORE,
                 .params = 1, .columns = 3 },
    [HOMES] = { .name = "look.homes",
                .sql = "SELECT subject, name, coalesce(urn, '') FROM home WHERE log = $1"
                       " ORDER BY name, subject" ONE_MORE,
                .params = 1, .columns = 3 },
    [OF_HOME] = { .name = "look.children_of_home",
                  .sql = "SELECT c.subject, p.sl_name, coalesce(p.sl_local_id, ''), p.sl_facts"
                         " FROM ssd_cla_placement c CROSS JOIN ssd_person p"
                         " WHERE p.log = $1 AND p.subject = c.subject"
                         " AND c.log = $1 AND c.sl_home = $2 AND c.sl_until_us IS NULL"
                         " ORDER BY p.sl_name, c.subject" ONE_MORE,
                  .params = 2, .columns = 4 },
    [OF_PERSON] = { .name = "look.children_of_person",
                    .sql = "SELECT DISTINCT h.subject, p.sl_name, coalesce(p.sl_local_id, ''),"
                           " p.sl_facts"
                           " FROM role_holder h CROSS JOIN ssd_person p"
                           " WHERE p.log = $1 AND p.subject = h.subject"
                           " AND h.log = $1 AND h.person = $2 AND h.until_us IS NULL"
                           " ORDER BY p.sl_name, h.subject" ONE_MORE,
                    .params = 2, .columns = 4 },
};

status names_prepare(struct task *t, struct reader *r)
{
    return db_prepare_all(t, r->derived, statements, NAME_STATEMENTS);
}

/* A child of another authority has no number of ours: whose it is stands there instead. */
static struct str number_or_hosted(struct str local_id, int64_t facts)
{
    bool hosted = ((uint64_t)facts & CHILD_IS(HOSTED)) != 0;
    return local_id.len == 0 && hosted ? S(HOSTED_WORDS) : local_id;
}

static status list(struct task *t, struct reader *r, int which, uint32_t of, struct name_list *ret)
{
    struct name_list l = { NEWS(t->arena, struct name_row, LIST_ROWS_MAX + 1), 0, false };
    struct value in[] = { I64(r->store->log), I64(of) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[which], in, statements[which].params, &rows));
    while (l.count <= LIST_ROWS_MAX && cursor_next(&rows)) {
        struct name_row *row = &l.at[l.count++];
        row->number = (uint32_t)cursor_i64(&rows);
        row->name = cursor_text(&rows);
        row->detail = cursor_text(&rows);
        if (statements[which].columns == 4)
            row->detail = number_or_hosted(row->detail, cursor_i64(&rows));
    }
    TRY(cursor_done(&rows));
    l.cut = l.count > LIST_ROWS_MAX;
    if (l.cut)
        l.count = LIST_ROWS_MAX;
    *ret = l;
    return OK;
}

status look_people(struct task *t, struct reader *r, struct name_list *ret)
{
    return list(t, r, PEOPLE, 0, ret);
}

status look_homes(struct task *t, struct reader *r, struct name_list *ret)
{
    return list(t, r, HOMES, 0, ret);
}

status look_children_of_home(struct task *t, struct reader *r, uint32_t home,
                             struct name_list *ret)
{
    return list(t, r, OF_HOME, home, ret);
}

status look_children_of_person(struct task *t, struct reader *r, uint32_t person,
                               struct name_list *ret)
{
    return list(t, r, OF_PERSON, person, ret);
}

/* --- who a number is --- */

status look_child_name(struct task *t, struct reader *r, uint32_t child, struct str *ret_name,
                       struct str *ret_local_id)
{
    struct value in[] = { I64(r->store->log), I64(child) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[CHILD_OF], in, COUNT(in), &rows));
    struct str name = S(""), local_id = S("");
    if (cursor_next(&rows)) {
        name = cursor_text(&rows);
        local_id = cursor_text(&rows);
        local_id = number_or_hosted(local_id, cursor_i64(&rows));
    }
    TRY(cursor_done(&rows));
    *ret_name = name;
    *ret_local_id = local_id;
    return OK;
}

static status one_name(struct task *t, struct reader *r, int which, uint32_t subject,
                       struct str *ret)
{
    struct value in[] = { I64(r->store->log), I64(subject) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[which], in, COUNT(in), &rows));
    struct str name = cursor_next(&rows) ? cursor_text(&rows) : S("");
    TRY(cursor_done(&rows));
    *ret = name;
    return OK;
}

static struct str called(struct arena *a, const struct event *e)
{
    if (e->kind == EV_VEHICLE_RECORDED && event_given(e, "mark"))
        return str_print(a, "vehicle %.*s", STR_ARG(event_text(e, "mark")));
    if (e->kind == EV_PERSON_OF_CONCERN_RECORDED)
        return event_text(e, "name");
    if (e->kind != EV_PLACE_RECORDED)
        return S("");
    struct str name = event_text(e, "name"), kind = event_text(e, "kind");
    return name.len ? name : kind.len ? kind : event_text(e, "postcode");
}

/* Places have no rows: what they are called stands in their own few entries; the last said
 * holds. */
static status place_name(struct task *t, struct reader *r, uint32_t place, struct str *ret)
{
    struct stream s;
    struct fact *f;
    *ret = S("");
    TRY(stream_read(t, r->journal, place, NEVER, true, &s));
    for (uint32_t i = stream_facts(t, &s, &f); i-- > 0 && ret->len == 0;) {
        struct event e = stream_event_at(t, &s, f[i].n);
        *ret = called(t->arena, &e);
    }
    return OK;
}

static status named(struct task *t, struct reader *r, uint32_t subject, enum subject_kind kind,
                    struct str *ret_name)
{
    struct str local_id;
    *ret_name = S("");
    switch (kind) {
    case SUBJECT_CHILD: return look_child_name(t, r, subject, ret_name, &local_id);
    case SUBJECT_HOME: return one_name(t, r, NAME_OF_HOME, subject, ret_name);
    case SUBJECT_PERSON: return one_name(t, r, NAME_OF_PERSON, subject, ret_name);
    case SUBJECT_AGENCY: return one_name(t, r, NAME_OF_AGENCY, subject, ret_name);
    case SUBJECT_PLACE: return place_name(t, r, subject, ret_name);
    case SUBJECT_LOG: *ret_name = S("the register itself"); return OK;
    case SUBJECT_NONE:
    case SUBJECT_ANY: break;
    }
    return OK;
}

/* What nobody has named yet is told apart by its number. */
status look_name(struct task *t, struct reader *r, uint32_t subject, struct str *ret_name)
{
    static const char *const words[] = { [SUBJECT_HOME] = "home",
                                         [SUBJECT_AGENCY] = "agency",
                                         [SUBJECT_PLACE] = "place" };
    enum subject_kind kind;
    if (subject == ANOTHER_CHILD) {
        *ret_name = S("another child");
        return OK;
    }
    TRY(journal_subject_kind(t, r->journal, subject, &kind));
    TRY(named(t, r, subject, kind, ret_name));
    if (ret_name->len > 0 || kind == SUBJECT_CHILD || kind == SUBJECT_PERSON)
        return OK;
    const char *what = (size_t)kind < COUNT(words) ? words[kind] : NULL;
    *ret_name = str_print(t->arena, "%s%snumber %u", what ? what : "", what ? " " : "", subject);
    return OK;
}

static status no_such_child(struct task *t)
{
    return fail(t, E_MISSING, "no child in this register has that number: check it, or look the"
                              " child up by another number");
}

static status child_by_scheme(struct task *t, struct reader *r, struct str value, uint8_t scheme,
                              uint32_t *ret_child)
{
    struct value in[] = { I64(r->store->log), TEXT(value), I64(scheme) };
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[CHILD_BY_SCHEME], in, COUNT(in), &rows));
    int64_t found[2] = { 0 };
    size_t count = 0;
    while (count < COUNT(found) && cursor_next(&rows))
        found[count++] = cursor_i64(&rows);
    TRY(cursor_done(&rows));
    if (count == 0)
        return no_such_child(t);
    if (count > 1 && found[0] != found[1])
        return fail(t, E_CONFLICT, "two children have that number: numbers %lld and %lld of this"
                                   " register; open one as no:NUMBER and correct the other",
                    (long long)found[0], (long long)found[1]);
    *ret_child = (uint32_t)found[0];
    return OK;
}

status look_find_child(struct task *t, struct reader *r, struct str id, uint32_t *ret_child)
{
    struct str head, tail;
    id = str_trim(id);
    if (!str_cut(id, ':', &head, &tail))
        return child_by_scheme(t, r, id, code_number(CODES_SCHEME, S("local")), ret_child);
    if (str_is(head, "no")) {
        int64_t number;
        enum subject_kind kind;
        TRY(str_to_i64(t, tail, 1, UINT32_MAX, &number));
        status known = journal_subject_kind(t, r->journal, (uint32_t)number, &kind);
        if (known == E_MISSING || (known == OK && kind != SUBJECT_CHILD))
            return no_such_child(t);
        TRY(known);
        *ret_child = (uint32_t)number;
        return OK;
    }
    uint8_t scheme = code_number(CODES_SCHEME, head);
    if (scheme == 0)
        return fail(t, E_INVALID, "a child is named by the authority's own number, by no:NUMBER,"
                                  " or by upn:, nhs:, police: and its number");
    return child_by_scheme(t, r, tail, scheme, ret_child);
}
