/* Reads the pairs of one JSON object into an event's header and its kind's fields. */
#include "intake/json_event.h"

#include "base/limits.h"

enum {
    KEY_BYTES_MAX = 200,
    SOURCE_BYTES_MAX = 200
};

struct reading {
    struct task *t;
    struct json_event *to;
    uint32_t said; /* header keys that were there, by place in `headers` */
    bool marked;   /* the kind is written "@kind" */
};
typedef status read_header(struct reading *r, const struct json_pair *p);

static bool number_of_subject(const struct json_pair *p, uint32_t *ret)
{
    int64_t n = p->kind == JSON_INT ? p->number : 0;
    if (p->kind == JSON_TEXT && str_starts(p->text, S("no:")) && p->text.len <= 13) {
        for (size_t i = 3; i < p->text.len; i++) {
            if (p->text.at[i] < '0' || p->text.at[i] > '9')
                return false;
            n = n * 10 + (p->text.at[i] - '0');
        }
    }
    if (n < 1 || n > UINT32_MAX)
        return false;
    *ret = (uint32_t)n;
    return true;
}

static status read_subject_number(struct reading *r, const struct json_pair *p, uint32_t *ret)
{
    if (number_of_subject(p, ret))
        return OK;
    return fail(r->t, E_INVALID, "must be a subject's number, like 12 or \"no:12\"");
}

static status read_text(struct reading *r, const struct json_pair *p, size_t most, struct str *ret)
{
    if (p->kind != JSON_TEXT || p->text.len == 0 || p->text.len > most)
        return fail(r->t, E_INVALID, "must be text of at most %zu bytes", most);
    *ret = p->text;
    return OK;
}

static status read_count(struct reading *r, const struct json_pair *p, int64_t least, uint32_t *ret)
{
    if (p->kind != JSON_INT || p->number < least || p->number >= UINT32_MAX)
        return fail(r->t, E_INVALID, "must be a whole number from %d", (int)least);
    *ret = (uint32_t)p->number;
    return OK;
}

static status read_coded(struct reading *r, const struct json_pair *p, enum code_list list,
                         uint8_t *ret)
{
    *ret = p->kind == JSON_TEXT ? code_number(list, p->text) : 0;
    if (*ret > 0)
        return OK;
    return fail(r->t, E_INVALID, "must be of the list '%s', like '%s'", code_list_name(list),
                code_text(list, 1));
}

/* --- header keys --- */

static status read_kind(struct reading *r, const struct json_pair *p)
{
    r->to->event.kind = p->kind == JSON_TEXT ? event_kind_named(p->text) : EV_NONE;
    if (r->to->event.kind == EV_NONE)
        return fail(r->t, E_INVALID, "there is no such kind of event: see the catalogue");
    return OK;
}

static status read_child(struct reading *r, const struct json_pair *p)
{
    return read_text(r, p, 64, &r->to->child);
}

static status read_subject(struct reading *r, const struct json_pair *p)
{
    return read_subject_number(r, p, &r->to->event.subject);
}

/* A day alone is the start of that day in the UK, and says of itself that it is a day. */
static status read_happened(struct reading *r, const struct json_pair *p)
{
    struct event *e = &r->to->event;
    struct date day;
    struct instant at;
    if (p->kind != JSON_TEXT)
        return fail(r->t, E_INVALID, "must be a time, like 2026-03-27T02:10Z, or a date");
    if (p->text.len == 10) {
        TRY(date_parse(r->t, p->text, &day));
        e->happened = uk_midnight(day);
        if (e->precision == 0)
            e->precision = code_number(CODES_PRECISION, S("day"));
        return OK;
    }
    TRY(instant_parse(r->t, p->text, &at));
    e->happened = at;
    return OK;
}

static status read_precision(struct reading *r, const struct json_pair *p)
{
    return read_coded(r, p, CODES_PRECISION, &r->to->event.precision);
}

static status read_agency(struct reading *r, const struct json_pair *p)
{
    return read_subject_number(r, p, &r->to->event.agency);
}

static status read_author(struct reading *r, const struct json_pair *p)
{
    return read_subject_number(r, p, &r->to->event.author);
}

static status read_role(struct reading *r, const struct json_pair *p)
{
    return read_coded(r, p, CODES_ROLE, &r->to->event.role);
}

static status read_corrects(struct reading *r, const struct json_pair *p)
{
    return read_count(r, p, 1, &r->to->event.corrects);
}

static status read_source(struct reading *r, const struct json_pair *p)
{
    return read_text(r, p, SOURCE_BYTES_MAX, &r->to->event.source);
}

static status read_key(struct reading *r, const struct json_pair *p)
{
    return read_text(r, p, KEY_BYTES_MAX, &r->to->key);
}

static status read_expected(struct reading *r, const struct json_pair *p)
{
    r->to->expects = true;
    return read_count(r, p, 0, &r->to->expected);
}

static const struct {
    const char *name;
    read_header *read;
} headers[] = {
    { "kind", read_kind },
    { "child", read_child },
    { "subject", read_subject },
    { "happened", read_happened },
    { "precision", read_precision },
    { "agency", read_agency },
    { "author", read_author },
    { "role", read_role },
    { "corrects", read_corrects },
    { "source", read_source },
    { "key", read_key },
    { "expected", read_expected },
};

static int header_at(struct str name)
{
    for (unsigned i = 0; i < COUNT(headers); i++)
        if (str_is(name, headers[i].name))
            return (int)i;
    return -1;
}

/* --- fields of the kind --- */

static status refuse_type(struct reading *r, const char *must)
{
    return fail(r->t, E_INVALID, "must be %s", must);
}

static status take_field(struct reading *r, const struct field_def *f, const struct json_pair *p)
{
    struct event *e = &r->to->event;
    uint32_t subject;
    switch ((enum field_type)f->type) {
    case FIELD_TEXT:
    case FIELD_CODE:
    case FIELD_CODES:
    case FIELD_RULE:
    case FIELD_DATE:
    case FIELD_INSTANT:
        if (p->kind != JSON_TEXT || p->text.len == 0)
            return refuse_type(r, "text; leave it out when there is nothing to say");
        event_set_text(e, f->name, p->text);
        return OK;
    case FIELD_FLAG:
        if (p->kind != JSON_BOOL)
            return refuse_type(r, "true or false");
        event_set_number(e, f->name, p->number);
        return OK;
    case FIELD_INT:
    case FIELD_ABOUT:
        if (p->kind != JSON_INT)
            return refuse_type(r, "a whole number");
        event_set_number(e, f->name, p->number);
        return OK;
    case FIELD_SUBJECT:
        TRY(read_subject_number(r, p, &subject));
        event_set_number(e, f->name, subject);
        return OK;
    }
    return refuse_type(r, "of a type that this program knows");
}

static status refuse_unknown(struct reading *r, struct str name)
{
    const struct kind_def *k = event_kind_def(r->to->event.kind);
    struct text fields = text_open(r->t->arena, 300);
    for (unsigned i = 0; i < k->fields; i++) {
        text_addz(&fields, i > 0 ? ", " : "");
        text_addz(&fields, k->field[i].name);
    }
    struct str list = text_done(&fields);
    bool plain = name.len <= 40;
    for (size_t i = 0; i < name.len && plain; i++)
        plain = name.at[i] > ' ' && name.at[i] < 127;
    return fail(r->t, E_INVALID, "%s has no field '%.*s'. It has: %.*s%s", k->name,
                plain ? (int)name.len : 1, plain ? name.at : "?", STR_ARG(list),
                k->fields == 0 ? "none"
                : fields.full  ? " …"
                               : "");
}

static status read_header_key(struct reading *r, struct str name, const struct json_pair *p)
{
    int at = header_at(name);
    if (at < 0)
        return refuse_unknown(r, p->key);
    r->to->field = headers[at].name;
    if (r->said & 1U << at)
        return fail(r->t, E_INVALID, "is there twice: with @ and without");
    r->said |= 1U << at;
    return headers[at].read(r, p);
}

static status read_pair(struct reading *r, const struct json_pair *p)
{
    unsigned at;
    r->to->field = "";
    if (p->kind == JSON_NIL)
        return OK;
    if (str_starts(p->key, S("@")))
        return read_header_key(r, (struct str){ p->key.at + 1, p->key.len - 1 }, p);
    bool is_kind = str_is(p->key, "kind") && !r->marked;
    const struct field_def *f = is_kind ? NULL : event_field_def(r->to->event.kind, p->key, &at);
    if (!f)
        return read_header_key(r, p->key, p);
    r->to->field = f->name;
    return take_field(r, f, p);
}

static status find_kind(struct reading *r, const struct json_pairs *pairs)
{
    const struct json_pair *plain = NULL, *marked = NULL;
    for (size_t i = 0; i < pairs->count; i++) {
        if (str_is(pairs->at[i].key, "kind"))
            plain = &pairs->at[i];
        if (str_is(pairs->at[i].key, "@kind"))
            marked = &pairs->at[i];
    }
    r->to->field = "kind";
    r->marked = marked != NULL;
    if (!plain && !marked)
        return fail(r->t, E_INVALID, "say what kind of event it is");
    return read_kind(r, marked ? marked : plain);
}

/* A kind that opens a subject's file needs nobody to be named. */
static bool opens_a_file(enum event_kind kind)
{
    return kind == EV_CHILD_REGISTERED || kind == EV_HOME_REGISTERED ||
           kind == EV_PERSON_REGISTERED || kind == EV_AGENCY_REGISTERED ||
           kind == EV_PLACE_RECORDED || kind == EV_VEHICLE_RECORDED ||
           kind == EV_PERSON_OF_CONCERN_RECORDED;
}

static status check_subject(struct reading *r)
{
    const struct json_event *j = r->to;
    const struct kind_def *k = event_kind_def(j->event.kind);
    bool may_be_child = k->subject == SUBJECT_CHILD || k->subject == SUBJECT_ANY;
    r->to->field = may_be_child ? "child" : "subject";
    if (k->subject == SUBJECT_LOG)
        return fail(r->t, E_INVALID, "%s is what the register says of itself", k->name);
    if (j->child.len > 0 && j->event.subject != 0)
        return fail(r->t, E_INVALID, "say either the child or the subject, not both");
    if (j->child.len > 0 && !may_be_child)
        return fail(r->t, E_INVALID, "%s is not about a child: say the subject", k->name);
    if (j->child.len == 0 && j->event.subject == 0 && !opens_a_file(j->event.kind))
        return fail(r->t, E_INVALID, "say whom it is about");
    r->to->field = "happened";
    if (j->event.happened.us == 0)
        return fail(r->t, E_INVALID, "say when it happened");
    r->to->field = "";
    return OK;
}

static status read_all(struct reading *r, const struct json_value *object)
{
    struct json_pairs pairs;
    *r->to = (struct json_event){ .field = "", .event = { .version = 1 } };
    TRY(json_read_pairs(r->t, object, EVENT_FIELDS_MAX, &pairs));
    TRY(find_kind(r, &pairs));
    for (size_t i = 0; i < pairs.count; i++)
        TRY(read_pair(r, &pairs.at[i]));
    return OK;
}

status json_event_read(struct task *t, const struct json_value *object, struct json_event *ret)
{
    struct reading r = { .t = t, .to = ret };
    TRY(read_all(&r, object));
    return check_subject(&r);
}

status json_event_read_by(struct task *t, const struct json_value *object, struct actor by,
                          uint32_t child, struct instant now, struct json_event *ret)
{
    struct reading r = { .t = t, .to = ret };
    TRY(read_all(&r, object));
    struct event *e = &ret->event;
    ret->field = "";
    if (ret->child.len || e->subject || e->author || e->agency || e->role)
        return fail(t, E_INVALID,
                    "the child is the one of the address, and the author is who"
                    " asks: leave out child, subject, author, agency and role");
    e->subject = child;
    e->author = by.person;
    e->agency = by.agency;
    e->role = by.role;
    if (e->happened.us == 0)
        e->happened = now;
    return check_subject(&r);
}
