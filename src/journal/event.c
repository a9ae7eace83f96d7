/* An event in memory: making one, filling its fields by name, and checking it before it is kept. */
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "journal/catalogue.h"
#include "journal/scan.h"
#include "journal/words.h"

struct event event_new(enum event_kind kind, uint32_t subject, struct instant happened)
{
    MUST(kind > EV_NONE && kind < EVENT_KINDS);
    return (struct event){ .kind = kind, .version = 1, .subject = subject, .happened = happened };
}

static const struct field_def *field_of(enum event_kind kind, const char *field, unsigned *ret_at)
{
    const struct field_def *f = event_field_def(kind, str_from(field), ret_at);
    MUST(f); /* the kind has no such field: look in events.def */
    return f;
}

uint64_t rule_about(struct str rule_name)
{
    uint64_t h = hash64(rule_name) >> 12;
    return h ? h : 1;
}

/* A date or an instant that is not one keeps its text and no number: event_check says so. */
static void set_moment(struct event_value *v, enum field_type type, struct str text)
{
    *v = (struct event_value){ .given = true };
    if (type == FIELD_DATE ? !scan_date_text(text, &v->number)
                           : !scan_instant_text(text, &v->number))
        v->text = text;
}

void event_set_text(struct event *e, const char *field, struct str text)
{
    unsigned at;
    const struct field_def *f = field_of(e->kind, field, &at);
    struct event_value *v = &e->value[at];
    *v = (struct event_value){ 0 };
    if (text.len == 0)
        return;
    switch ((enum field_type)f->type) {
    case FIELD_TEXT:
    case FIELD_CODES:
    case FIELD_RULE: *v = (struct event_value){ .given = true, .text = text }; return;
    case FIELD_CODE:
        v->given = true;
        v->text = text;
        v->number = code_number((enum code_list)f->list, text);
        return;
    case FIELD_DATE:
    case FIELD_INSTANT: set_moment(v, f->type, text); return;
    case FIELD_FLAG:
    case FIELD_INT:
    case FIELD_ABOUT:
    case FIELD_SUBJECT: break;
    }
    MUST(false && "the field takes a number");
}

void event_set_number(struct event *e, const char *field, int64_t number)
{
    unsigned at;
    const struct field_def *f = field_of(e->kind, field, &at);
    struct event_value *v = &e->value[at];
    switch ((enum field_type)f->type) {
    case FIELD_FLAG: *v = (struct event_value){ .given = true, .number = number != 0 }; return;
    case FIELD_INT:
    case FIELD_DATE:
    case FIELD_INSTANT:
    case FIELD_ABOUT:
    case FIELD_SUBJECT: *v = (struct event_value){ .given = true, .number = number }; return;
    case FIELD_CODE: {
        const char *code = code_text((enum code_list)f->list, (unsigned)number);
        *v = (struct event_value){ *code != '\0', number, str_from(code) };
        return;
    }
    case FIELD_TEXT:
    case FIELD_CODES:
    case FIELD_RULE: break;
    }
    MUST(false && "the field takes text");
}

void event_set_code(struct event *e, const char *field, const char *code)
{
    event_set_text(e, field, str_from(code));
}

struct str event_text(const struct event *e, const char *field)
{
    unsigned at;
    field_of(e->kind, field, &at);
    return e->value[at].given ? e->value[at].text : S("");
}

int64_t event_number(const struct event *e, const char *field)
{
    unsigned at;
    field_of(e->kind, field, &at);
    return e->value[at].given ? e->value[at].number : 0;
}

bool event_given(const struct event *e, const char *field)
{
    unsigned at;
    field_of(e->kind, field, &at);
    return e->value[at].given;
}

/* One space between codes, none before or after; in a strict check each must be of the list. */
static bool codes_are_well_formed(struct str codes, enum code_list list, bool lenient)
{
    if (codes.len == 0 || codes.at[codes.len - 1] == ' ')
        return false;
    for (struct str rest = codes; rest.len > 0;) {
        struct str one = codes_take(&rest);
        if (one.len == 0 || (!lenient && code_number(list, one) == 0))
            return false;
    }
    return true;
}

static bool rule_name_is_plain(struct str name)
{
    if (name.len == 0 || name.len > RULE_NAME_MAX)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        if (!scan_rule_char((uint8_t)name.at[i]))
            return false;
    }
    return true;
}

static status check_text(struct task *t, const struct kind_def *k, const char *field, struct str s)
{
    if (s.len == 0)
        return fail(t, E_INVALID, "%s: '%s' is empty; leave it out or fill it in", k->name, field);
    if (s.len > EVENT_FIELD_BYTES_MAX)
        return fail(t, E_LIMIT, "%s: '%s' is longer than %d bytes; shorten it", k->name, field,
                    EVENT_FIELD_BYTES_MAX);
    if (!str_is_utf8(s) || memchr(s.at, '\0', s.len))
        return fail(t, E_INVALID, "%s: '%s' must be text in UTF-8", k->name, field);
    return OK;
}

static status check_coded(struct task *t, const struct kind_def *k, const struct field_def *f,
                          const struct event_value *v, bool lenient)
{
    enum code_list list = (enum code_list)f->list;
    TRY(check_text(t, k, f->name, v->text));
    bool good = f->type == FIELD_CODES ? codes_are_well_formed(v->text, list, lenient)
                                       : lenient || code_number(list, v->text) != 0;
    if (good && (f->type == FIELD_CODES || v->number == code_number(list, v->text)))
        return OK;
    return fail(t, E_INVALID, "%s: '%s' must be of the list '%s', like '%s'", k->name, f->name,
                code_list_name(list), code_text(list, 1));
}

static status check_number(struct task *t, const struct kind_def *k, const struct field_def *f,
                           const struct event_value *v)
{
    static const struct {
        int64_t min, max;
        const char *must;
    } bounds[] = {
        [FIELD_FLAG] = { 0, 1, "must be true or false" },
        [FIELD_INT] = { -INT_MAX_EXACT, INT_MAX_EXACT, "must be a whole number within 2^53" },
        [FIELD_DATE] = { DAY_MIN, DAY_MAX, "must be a real date, like 2026-03-27" },
        [FIELD_INSTANT] = { INSTANT_MIN, INSTANT_MAX,
                            "must be a date and time, like 2026-03-27T02:10:00Z" },
        [FIELD_ABOUT] = { 1, ABOUT_MAX, "must be a number from 1 to 2^52" },
        [FIELD_SUBJECT] = { 1, UINT32_MAX, "must be the number of a subject" },
        [FIELD_RULE] = { 0, 0, "" },
    };
    if (v->number >= bounds[f->type].min && v->number <= bounds[f->type].max && v->text.len == 0)
        return OK;
    return fail(t, E_INVALID, "%s: '%s' %s", k->name, f->name, bounds[f->type].must);
}

static status check_field(struct task *t, const struct kind_def *k, const struct field_def *f,
                          const struct event_value *v, bool lenient)
{
    switch ((enum field_type)f->type) {
    case FIELD_TEXT: return check_text(t, k, f->name, v->text);
    case FIELD_CODE:
    case FIELD_CODES: return check_coded(t, k, f, v, lenient);
    case FIELD_RULE:
        if (rule_name_is_plain(v->text))
            return OK;
        return fail(t, E_INVALID, "%s: '%s' must be the name of a rule, like 'return-interview'",
                    k->name, f->name);
    case FIELD_FLAG:
    case FIELD_INT:
    case FIELD_DATE:
    case FIELD_INSTANT:
    case FIELD_ABOUT:
    case FIELD_SUBJECT: return check_number(t, k, f, v);
    }
    MUST(false && "a field type of the catalogue");
    return E_INVALID;
}

static status check_header(struct task *t, const struct event *e, const struct kind_def *k)
{
    if (e->version != 1)
        return fail(t, E_INVALID, "%s: this program writes version 1 of events", k->name);
    if (e->subject == 0)
        return fail(t, E_INVALID, "%s: say whom it is about", k->name);
    if (e->also && (k->also == SUBJECT_NONE || e->also == e->subject) && !e->pointer)
        return fail(t, E_INVALID, "%s: has no second subject", k->name);
    if (e->pointer && (!kind_has_pointer(e->kind) || e->also == 0))
        return fail(t, E_INVALID, "%s: is no pointer to a child's event", k->name);
    if (e->happened.us == 0 || e->happened.us < INSTANT_MIN || e->happened.us > INSTANT_MAX)
        return fail(t, E_INVALID, "%s: say when it happened", k->name);
    if (e->recorded.us < INSTANT_MIN || e->recorded.us > INSTANT_MAX)
        return fail(t, E_INVALID, "%s: the time it was recorded is not a time", k->name);
    if (e->precision > code_count(CODES_PRECISION) || e->role > code_count(CODES_ROLE) ||
        e->channel > code_count(CODES_CHANNEL))
        return fail(t, E_INVALID, "%s: precision, role and channel must be of their lists",
                    k->name);
    return e->source.len ? check_text(t, k, "source", e->source) : OK;
}

status event_check(struct task *t, const struct event *e, bool lenient)
{
    if (e->kind <= EV_NONE || e->kind >= EVENT_KINDS)
        return fail(t, E_INVALID, "there is no such kind of event: see the catalogue");
    const struct kind_def *k = &catalogue[e->kind];
    TRY(check_header(t, e, k));
    for (unsigned i = 0; i < k->fields; i++) {
        if (e->value[i].given)
            TRY(check_field(t, k, &k->field[i], &e->value[i], lenient));
        else if (k->field[i].required && !e->pointer)
            return fail(t, E_INVALID, "%s: '%s' is needed", k->name, k->field[i].name);
    }
    for (unsigned i = k->fields; i < EVENT_VALUES_MAX; i++)
        MUST(!e->value[i].given);
    return OK;
}
