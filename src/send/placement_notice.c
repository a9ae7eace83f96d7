/* One table says how the notice is written and read; then what it makes happen. */
#include "send/placement_notice.h"

#include "base/limits.h"

const char placement_notice_type[] = "sightline.placement-notice.v1";

#define AT(member) offsetof(struct placement_notice, member)
#define WORDS(key, member, most)                                                                   \
    {                                                                                              \
        key, JSON_WANT_TEXT, false, 0, most, AT(member)                                            \
    }
#define MUST_WORDS(key, member, most)                                                              \
    {                                                                                              \
        key, JSON_WANT_TEXT, true, 1, most, AT(member)                                             \
    }

enum {
    NOTICE_WORD_MAX = 200
};

static const struct json_spec specs[] = {
    MUST_WORDS("case", case_id, 64),
    { "placement", JSON_WANT_INT, true, 1, INT64_C(1) << 52, AT(placement) },
    MUST_WORDS("what", what, 16),
    { "when", JSON_WANT_INSTANT, false, 0, 0, AT(when) },
    { "made-up", JSON_WANT_BOOL, false, 0, 0, AT(made_up) },
    { "emergency", JSON_WANT_BOOL, false, 0, 0, AT(emergency) },
    WORDS("type", type, 8),
    WORDS("provider", provider, 8),
    WORDS("area", area, 20),
    WORDS("home", home, NOTICE_WORD_MAX),
    WORDS("urn", urn, 40),
    WORDS("postcode", postcode, 16),
    WORDS("area-code", area_code, 16),
    WORDS("given", given, NOTICE_WORD_MAX),
    WORDS("family", family, NOTICE_WORD_MAX),
    WORDS("known-as", known_as, NOTICE_WORD_MAX),
    WORDS("sex", sex, 4),
    { "born", JSON_WANT_DATE, false, 0, 0, AT(born) },
    WORDS("legal-status", legal_status, 8),
    { "care-from", JSON_WANT_INSTANT, false, 0, 0, AT(care_from) },
    MUST_WORDS("authority", authority, NOTICE_WORD_MAX),
    WORDS("authority-code", authority_code, 16),
    WORDS("worker", worker, NOTICE_WORD_MAX),
    WORDS("worker-telephone", worker_telephone, 40),
    WORDS("worker-email", worker_email, NOTICE_WORD_MAX),
    WORDS("reviewing-officer", officer, NOTICE_WORD_MAX),
    WORDS("reviewing-officer-telephone", officer_telephone, 40),
    WORDS("reviewing-officer-email", officer_email, NOTICE_WORD_MAX),
    WORDS("needs", needs, NOTICE_LETTER_MAX),
    WORDS("care-plan", care_plan, NOTICE_LETTER_MAX),
};

enum notice_what notice_what(const struct placement_notice *n)
{
    if (str_is(n->what, "starts"))
        return NOTICE_STARTS;
    if (str_is(n->what, "ends"))
        return NOTICE_ENDS;
    return str_is(n->what, "planned") ? NOTICE_PLANNED : (enum notice_what)0;
}

static void write_field(struct json_writer *w, const struct json_spec *s, const void *at)
{
    switch (s->want) {
    case JSON_WANT_TEXT:
        if (((const struct str *)at)->len)
            json_put_text(w, s->key, *(const struct str *)at);
        return;
    case JSON_WANT_INT: json_put_int(w, s->key, *(const int64_t *)at); return;
    case JSON_WANT_BOOL:
        if (*(const bool *)at)
            json_put_bool(w, s->key, true);
        return;
    case JSON_WANT_DATE:
        if (((const struct date *)at)->days != INT32_MIN)
            json_put_date(w, s->key, *(const struct date *)at);
        return;
    case JSON_WANT_INSTANT:
        if (((const struct instant *)at)->us != NEVER.us)
            json_put_instant(w, s->key, *(const struct instant *)at);
        return;
    case JSON_WANT_LIST:
    case JSON_WANT_FIELDS:
    case JSON_WANT_ANY: break;
    }
    MUST(false);
}

void placement_notice_write(struct json_writer *w, const char *key,
                            const struct placement_notice *n)
{
    json_open_object(w, key);
    for (size_t i = 0; i < COUNT(specs); i++)
        write_field(w, &specs[i], (const char *)n + specs[i].at);
    json_close_object(w);
}

/* --- reading --- */

static status check_code(struct task *t, enum code_list list, struct str code, const char *key)
{
    if (code.len == 0 || code_number(list, code) != 0)
        return OK;
    return fail(t, E_INVALID, "field %s is no code of its list", key);
}

static bool is_case(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return true;
}

static status check(struct task *t, const struct placement_notice *n)
{
    TRY(check_code(t, CODES_PLACEMENT_TYPE, n->type, "type"));
    TRY(check_code(t, CODES_PROVIDER, n->provider, "provider"));
    TRY(check_code(t, CODES_AREA, n->area, "area"));
    TRY(check_code(t, CODES_SEX, n->sex, "sex"));
    TRY(check_code(t, CODES_LEGAL_STATUS, n->legal_status, "legal-status"));
    if (!is_case(n->case_id))
        return fail(t, E_INVALID, "field case may have small letters, digits and hyphens only");
    enum notice_what what = notice_what(n);
    if (!what)
        return fail(t, E_INVALID, "field what must be starts, ends or planned");
    if (what != NOTICE_PLANNED && n->when.us == NEVER.us)
        return fail(t, E_INVALID, "field when is missing: when the placement started or ended");
    if (what == NOTICE_STARTS && n->type.len == 0)
        return fail(t, E_INVALID, "field type is missing: what kind of placement it is");
    if (n->given.len == 0 && n->family.len == 0 && n->known_as.len == 0)
        return fail(t, E_INVALID, "the child has no name: give given, family or known-as");
    return OK;
}

status placement_notice_read(struct task *t, const struct json_value *data,
                             struct placement_notice *ret)
{
    struct placement_notice n = { .when = NEVER, .care_from = NEVER, .born = { INT32_MIN } };
    TRY(json_read_object(t, data, specs, COUNT(specs), &n));
    TRY(check(t, &n));
    *ret = n;
    return OK;
}

/* --- what it makes happen --- */

struct making {
    struct task *t;
    const struct placement_notice *n;
    const struct notice_effect *x;
    struct event *at;
    size_t count;
};

static struct event *add(struct making *m, enum event_kind kind, struct instant happened)
{
    struct event *e = &m->at[m->count++];
    *e = event_new(kind, m->x->child, happened);
    e->agency = m->x->agency;
    e->channel = code_number(CODES_CHANNEL, S("message"));
    e->source = m->x->message;
    return e;
}

static void add_child(struct making *m)
{
    const struct placement_notice *n = m->n;
    struct instant care = n->care_from.us != NEVER.us ? n->care_from : m->x->now;
    struct event *e = add(m, EV_CHILD_REGISTERED, m->x->now);
    event_set_number(e, "hosted", 1);
    event_set_text(e, "given", n->given);
    event_set_text(e, "family", n->family);
    event_set_text(e, "known-as", n->known_as);
    event_set_text(e, "sex", n->sex);
    if (n->born.days != INT32_MIN)
        event_set_number(e, "born", n->born.days);
    e = add(m, EV_CHILD_IDENTIFIED, m->x->now);
    event_set_code(e, "scheme", "other-authority");
    event_set_text(e, "value", n->case_id);
    event_set_text(e, "checked", m->x->partner);
    if (n->legal_status.len == 0)
        return;
    e = add(m, EV_CARE_STARTED, care);
    event_set_text(e, "legal-status", n->legal_status);
    event_set_number(e, "care", 1);
}

/* A home that is known here is told too, who comes to live there and who leaves. */
static void name_home(const struct making *m, struct event *e)
{
    if (m->x->home == 0)
        return;
    event_set_number(e, "home", m->x->home);
    e->also = m->x->home;
}

static void add_start(struct making *m)
{
    const struct placement_notice *n = m->n;
    struct event *e = add(m, EV_PLACEMENT_STARTED, n->when);
    event_set_number(e, "placement", n->placement);
    event_set_text(e, "type", n->type);
    event_set_text(e, "provider", n->provider);
    event_set_text(e, "area", n->area);
    event_set_text(e, "postcode", n->postcode);
    event_set_text(e, "urn", n->urn);
    event_set_text(e, "area-code", n->area_code);
    if (n->emergency)
        event_set_number(e, "emergency", 1);
    name_home(m, e);
}

static struct str contact(struct arena *a, struct str name, struct str telephone, struct str email)
{
    struct text x = text_open(a, 1024);
    text_add(&x, name);
    if (telephone.len)
        text_addf(&x, "; %.*s", STR_ARG(telephone));
    if (email.len)
        text_addf(&x, "; %.*s", STR_ARG(email));
    return text_done(&x);
}

static void add_notice(struct making *m)
{
    struct arena *a = m->t->arena;
    const struct placement_notice *n = m->n;
    struct event *e = add(m, EV_PLACEMENT_NOTICE_RECEIVED, m->x->now);
    event_set_number(e, "placement", n->placement);
    event_set_text(e, "partner", m->x->partner);
    event_set_text(e, "message", m->x->message);
    event_set_text(e, "case", n->case_id);
    event_set_text(e, "legal-status", n->legal_status);
    event_set_text(e, "authority", contact(a, n->authority, n->authority_code, S("")));
    event_set_text(e, "worker", contact(a, n->worker, n->worker_telephone, n->worker_email));
    event_set_text(e, "reviewing-officer",
                   contact(a, n->officer, n->officer_telephone, n->officer_email));
    event_set_text(e, "home", n->home);
    event_set_text(e, "postcode", n->postcode);
    event_set_text(e, "needs", n->needs);
    event_set_text(e, "care-plan", n->care_plan);
    if (notice_what(n) == NOTICE_ENDS)
        event_set_number(e, "end", 1);
}

size_t placement_notice_events(struct task *t, const struct placement_notice *n,
                               const struct notice_effect *x, struct event ret[NOTICE_EVENTS_MAX])
{
    struct making m = { t, n, x, ret, 0 };
    enum notice_what what = notice_what(n);
    if (x->fresh)
        add_child(&m);
    if (what == NOTICE_STARTS && !x->told)
        add_start(&m);
    if (what == NOTICE_ENDS && !x->told) {
        struct event *e = add(&m, EV_PLACEMENT_ENDED, n->when);
        event_set_number(e, "placement", n->placement);
        name_home(&m, e);
    }
    add_notice(&m);
    MUST(m.count <= NOTICE_EVENTS_MAX);
    return m.count;
}
