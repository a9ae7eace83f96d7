/* The alert as XML, and its three entries: drafted, released by police, cancelled. */
#include "send/rescue_alert.h"

#include "base/hash.h"
#include "work/store_open.h"

enum {
    ALERT_BYTES_MAX = 32 << 10,
    ALERT_TEXT_MAX = 2000
};

/* --- XML --- */

static void add_escaped(struct text *x, struct str s)
{
    if (s.len > ALERT_TEXT_MAX)
        s.len = str_utf8_front((struct str){ s.at, ALERT_TEXT_MAX });
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c == '&')
            text_addz(x, "&amp;");
        else if (c == '<')
            text_addz(x, "&lt;");
        else if (c == '>')
            text_addz(x, "&gt;");
        else if ((unsigned char)c >= ' ' || c == '\n')
            text_addc(x, c);
    }
}

/* An element of white space alone is not valid, so an empty one is left out. */
static void element(struct text *x, const char *indent, const char *name, struct str value)
{
    value = str_trim(value);
    if (value.len == 0)
        return;
    text_addf(x, "%s<%s>", indent, name);
    add_escaped(x, value);
    text_addf(x, "</%s>\n", name);
}

/* "2026-11-22T00:50:00+00:00": the letter Z is not allowed, nor parts of a second. */
static struct str cap_time(struct arena *a, struct instant i)
{
    char iso[32];
    struct instant whole = { i.us - (i.us % SECOND_US + SECOND_US) % SECOND_US };
    size_t len = instant_print(whole, iso);
    return str_print(a, "%.*s+00:00", (int)len - 1, iso);
}

static void add_code(struct text *x, const char *indent, const char *name, const char *scheme,
                     struct str code)
{
    if (code.len == 0)
        return;
    text_addf(x, "%s<%s><valueName>%s</valueName><value>", indent, name, scheme);
    add_escaped(x, code);
    text_addf(x, "</value></%s>\n", name);
}

static struct str description(struct arena *a, const struct rescue_alert *r)
{
    static const struct {
        const char *before;
        size_t at;
    } rows[] = {
        { "Looks: ", offsetof(struct rescue_alert, looks) },
        { "Wearing: ", offsetof(struct rescue_alert, wearing) },
        { "Last seen: ", offsetof(struct rescue_alert, last_where) },
        { "With: ", offsetof(struct rescue_alert, last_with) },
        { "What happened: ", offsetof(struct rescue_alert, circumstances) },
    };
    struct text x = text_open(a, 2 * ALERT_TEXT_MAX);
    text_addf(&x, "%.*s", STR_ARG(r->name));
    if (r->age >= 0)
        text_addf(&x, ", aged %d", r->age);
    if (r->sex.len)
        text_addf(&x, ", %.*s", STR_ARG(r->sex));
    text_addz(&x, ".");
    if (r->last_seen.us != NEVER.us) {
        struct str when = instant_words(a, r->last_seen);
        text_addf(&x, " Last seen at %.*s.", STR_ARG(when));
    }
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str value = *(const struct str *)(const void *)((const char *)r + rows[i].at);
        if (value.len)
            text_addf(&x, "\n%s%.*s", rows[i].before, STR_ARG(value));
    }
    return text_done(&x);
}

static void add_info(struct arena *a, struct text *x, const struct rescue_alert *r)
{
    const char *in = "    ";
    text_addz(x, "  <info>\n");
    element(x, in, "language", S("en-GB"));
    element(x, in, "category", S("Rescue"));
    element(x, in, "category", S("Security"));
    element(x, in, "event", S("Child Rescue Alert"));
    element(x, in, "responseType", r->cancel ? S("AllClear") : S("Monitor"));
    element(x, in, "urgency", r->cancel ? S("Past") : S("Immediate"));
    element(x, in, "severity", r->cancel ? S("Minor") : S("Severe"));
    element(x, in, "certainty", r->cancel ? S("Observed") : S("Likely"));
    add_code(x, in, "eventCode", "SAME", S("CAE"));
    element(x, in, "expires", cap_time(a, r->expires));
    element(x, in, "senderName", r->authority);
    element(x, in, "headline",
            r->cancel ? S("Cancelled: child rescue alert")
                      : S("Draft for police: child rescue alert"));
    if (!r->cancel)
        element(x, in, "description", description(a, r));
    element(x, in, "instruction",
            r->cancel ? S("Take down every copy and every picture.")
                      : S("For the police to decide on. Not to be published."));
    element(x, in, "contact", r->contact);
    text_addz(x, "    <area>\n");
    element(x, "      ", "areaDesc", r->area_words);
    add_code(x, "      ", "geocode", "GSS", r->area_code);
    text_addz(x, "    </area>\n  </info>\n");
}

struct str rescue_alert_print(struct arena *a, const struct rescue_alert *r)
{
    struct text x = text_open(a, ALERT_BYTES_MAX);
    const char *in = "  ";
    struct str identifier =
        r->cancel ? str_print(a, "%.*s-cancel", STR_ARG(r->identifier)) : r->identifier;
    text_addz(&x, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n");
    element(&x, in, "identifier", identifier);
    element(&x, in, "sender", r->sender);
    element(&x, in, "sent", cap_time(a, r->sent));
    element(&x, in, "status", S("Draft"));
    element(&x, in, "msgType", r->cancel ? S("Cancel") : S("Alert"));
    element(&x, in, "scope", S("Restricted"));
    element(&x, in, "restriction", S("Police only"));
    if (r->cancel) {
        struct str drafted = cap_time(a, r->drafted);
        element(&x, in, "references",
                str_print(a, "%.*s,%.*s,%.*s", STR_ARG(r->sender), STR_ARG(r->identifier),
                          STR_ARG(drafted)));
    }
    add_info(a, &x, r);
    text_addz(&x, "</alert>\n");
    MUST(!x.full); /* each text is bounded */
    return text_done(&x);
}

/* --- from the child's file --- */

struct drafting {
    struct task *t;
    const struct alert_asked *asked;
    struct child_file file;
    struct rescue_alert alert;
};

static status file_open(struct drafting *d)
{
    return look_child(d->t, d->asked->reader, d->asked->child, NEVER, task_now(d->t), &d->file);
}

/* Known to this register alone, the same each time, and nobody can tell from it which child. */
static struct str identifier_of(struct drafting *d, int64_t alert)
{
    uint8_t key[32];
    struct text x = text_open(d->t->arena, 64);
    secret_derive(&d->asked->store->inside->secrets, SECRET_FEED, key);
    struct str what = str_print(d->t->arena, "alert %u", d->asked->child);
    struct hash256 h = hmac_sha256(key, &what, 1);
    wipe(key, sizeof key);
    for (size_t i = 0; i < 8; i++)
        text_addf(&x, "%02x", h.b[i]);
    text_addf(&x, "-%lld", (long long)alert);
    return text_done(&x);
}

/* The entry of one alert by kind; NULL: none. */
static const struct child_entry *entry_of(const struct drafting *d, enum event_kind kind,
                                          int64_t alert)
{
    for (size_t i = 0; i < d->file.entries; i++) {
        const struct child_entry *e = &d->file.entry[i];
        if (e->event.kind == kind && !e->corrected && event_number(&e->event, "alert") == alert)
            return e;
    }
    return NULL;
}

static int64_t next_alert(const struct drafting *d)
{
    int64_t last = 0;
    for (size_t i = 0; i < d->file.entries; i++) {
        const struct event *e = &d->file.entry[i].event;
        if (e->kind == EV_RESCUE_ALERT_DRAFTED && event_number(e, "alert") > last)
            last = event_number(e, "alert");
    }
    return last + 1;
}

static void take_sightings(struct drafting *d, uint64_t episode)
{
    struct rescue_alert *a = &d->alert;
    for (size_t i = 0; i < d->file.entries; i++) {
        const struct event *e = &d->file.entry[i].event;
        if (d->file.entry[i].corrected)
            continue;
        if (e->kind == EV_PROFILE_UPDATED)
            a->looks = event_text(e, "description");
        if (e->kind != EV_MISSING_REPORTED || (uint64_t)event_number(e, "episode") != episode)
            continue;
        a->last_where = event_text(e, "last-seen-where");
        a->last_with = event_text(e, "last-seen-with");
        a->wearing = event_text(e, "wearing");
        a->circumstances = event_text(e, "circumstances");
        if (event_given(e, "last-seen"))
            a->last_seen.us = event_number(e, "last-seen");
    }
}

static void take_child(struct drafting *d)
{
    struct rescue_alert *a = &d->alert;
    const struct child_words *w = &d->file.words;
    a->name = d->file.name;
    a->age = w->born == INT32_MIN
                 ? -1
                 : years_between((struct date){ w->born }, date_in_uk(task_now(d->t)));
    a->sex = str_from(code_meaning(CODES_SEX, w->sex));
    a->authority = d->asked->store->authority_name;
    a->area_code = d->asked->store->authority_code;
    a->area_words = a->last_where.len ? a->last_where : a->authority;
}

static void take_sender(struct drafting *d, int64_t alert, struct instant sent)
{
    d->alert.identifier = identifier_of(d, alert);
    d->alert.sender = d->asked->store->origin;
    d->alert.sent = sent;
    d->alert.expires = instant_after(sent, span_hours(ALERT_LASTS_HOURS));
}

static struct str hash_text(struct arena *a, struct str bytes)
{
    struct hash256 h = sha256(&bytes, 1);
    struct text x = text_open(a, 2 * sizeof h.b);
    for (size_t i = 0; i < sizeof h.b; i++)
        text_addf(&x, "%02x", h.b[i]);
    return text_done(&x);
}

static status append_one(struct drafting *d, struct event *e, const char *what, int64_t alert)
{
    struct append a = { .events = e,
                        .count = 1,
                        .expected_n = APPEND_ANY,
                        .own = true,
                        .key = str_print(d->t->arena, "alert/%s/%u/%lld", what, d->asked->child,
                                         (long long)alert) };
    return writer_append(d->t, d->asked->writer, &a);
}

status rescue_alert_draft(struct task *t, const struct alert_asked *asked, int64_t *ret_alert,
                          struct str *ret_xml)
{
    struct drafting d = { .t = t, .asked = asked };
    struct instant now = task_now(t);
    d.alert.last_seen = NEVER;
    TRY(file_open(&d));
    const struct child_state *c = &d.file.evaluation->child;
    if (!(c->is & CHILD_IS(MISSING)))
        return fail(t, E_CONFLICT, "this child is not missing: report the child missing first");
    take_sightings(&d, c->episode_now);
    take_child(&d);
    if (d.alert.age >= 18)
        return fail(t, E_CONFLICT,
                    "a child rescue alert is for children under 18: ask the police"
                    " what else they can do");
    int64_t alert = next_alert(&d);
    take_sender(&d, alert, now);
    struct str xml = rescue_alert_print(t->arena, &d.alert);
    struct event e = event_new(EV_RESCUE_ALERT_DRAFTED, asked->child, now);
    e.author = asked->author;
    event_set_number(&e, "alert", alert);
    if (c->episode_now)
        event_set_number(&e, "episode", (int64_t)c->episode_now);
    event_set_text(&e, "hash", hash_text(t->arena, xml));
    TRY(append_one(&d, &e, "draft", alert));
    *ret_alert = alert;
    *ret_xml = xml;
    return OK;
}

/* --- released, cancelled --- */

static status last_of(struct drafting *d, uint32_t subject, enum event_kind kind, struct event *ret)
{
    struct stream s;
    *ret = (struct event){ .kind = EV_NONE };
    TRY(stream_read(d->t, d->asked->reader->journal, subject, NEVER, true, &s));
    for (uint32_t i = 0; i < s.count; i++) {
        if (s.fact[i].n != 0 && s.fact[i].kind == kind)
            *ret = stream_event_at(d->t, &s, i + 1);
    }
    return OK;
}

static status check_police(struct drafting *d, uint32_t person, struct event *ret_person)
{
    struct task *t = d->t;
    struct event agency = { .kind = EV_NONE };
    enum subject_kind kind = SUBJECT_NONE;
    status known = journal_subject_kind(t, d->asked->reader->journal, person, &kind);
    if (known != OK && known != E_MISSING)
        return known;
    ret_person->kind = EV_NONE;
    if (known == OK && kind == SUBJECT_PERSON)
        TRY(last_of(d, person, EV_PERSON_REGISTERED, ret_person));
    bool named = ret_person->kind == EV_PERSON_REGISTERED && event_given(ret_person, "agency");
    if (named)
        TRY(last_of(d, (uint32_t)event_number(ret_person, "agency"), EV_AGENCY_REGISTERED,
                    &agency));
    if (agency.kind != EV_AGENCY_REGISTERED || !str_is(event_text(&agency, "kind"), "police"))
        return fail(t, E_DENIED,
                    "only a registered person of a police force may release an alert:"
                    " ask the duty inspector, and say who with --author");
    return OK;
}

static status check_drafted(struct drafting *d, int64_t alert, const struct child_entry **ret)
{
    struct task *t = d->t;
    *ret = entry_of(d, EV_RESCUE_ALERT_DRAFTED, alert);
    if (!*ret)
        return fail(t, E_MISSING, "there is no alert %lld about this child: draft one first",
                    (long long)alert);
    if (entry_of(d, EV_RESCUE_ALERT_CANCELLED, alert))
        return fail(t, E_CONFLICT, "alert %lld was cancelled: draft a new one if it is needed",
                    (long long)alert);
    return OK;
}

status rescue_alert_release(struct task *t, const struct alert_asked *asked)
{
    struct drafting d = { .t = t, .asked = asked };
    int64_t alert = asked->alert;
    const struct child_entry *drafted;
    struct event person, e;
    TRY(check_police(&d, asked->author, &person));
    TRY(file_open(&d));
    TRY(check_drafted(&d, alert, &drafted));
    if (!(d.file.evaluation->child.is & CHILD_IS(MISSING)))
        return fail(t, E_CONFLICT, "the child is no longer missing: cancel the alert instead");
    if (entry_of(&d, EV_RESCUE_ALERT_RELEASED, alert))
        return fail(t, E_CONFLICT, "alert %lld was released already", (long long)alert);
    e = event_new(EV_RESCUE_ALERT_RELEASED, asked->child, task_now(t));
    e.author = asked->author;
    e.agency = (uint32_t)event_number(&person, "agency");
    event_set_number(&e, "alert", alert);
    event_set_text(&e, "by", event_text(&person, "name"));
    return append_one(&d, &e, "release", alert);
}

status rescue_alert_cancel(struct task *t, const struct alert_asked *asked, struct str *ret_xml)
{
    struct drafting d = { .t = t, .asked = asked };
    int64_t alert = asked->alert;
    struct str reason = asked->reason;
    const struct child_entry *drafted;
    struct instant now = task_now(t);
    TRY(file_open(&d));
    TRY(check_drafted(&d, alert, &drafted));
    bool found = !(d.file.evaluation->child.is & CHILD_IS(MISSING));
    if (reason.len == 0 && !found)
        return fail(t, E_INVALID,
                    "the child is still missing: say why the alert is cancelled, with"
                    " --reason");
    take_sender(&d, alert, now);
    take_child(&d);
    d.alert.area_words = d.alert.authority;
    d.alert.cancel = true;
    d.alert.drafted = drafted->event.happened;
    struct event e = event_new(EV_RESCUE_ALERT_CANCELLED, asked->child, now);
    e.author = asked->author;
    event_set_number(&e, "alert", alert);
    event_set_text(&e, "reason", reason.len ? reason : S("the child was found"));
    TRY(append_one(&d, &e, "cancel", alert));
    *ret_xml = rescue_alert_print(t->arena, &d.alert);
    return OK;
}
