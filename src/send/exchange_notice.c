/* A notice of a placement, made from the child's file, put where it waits to be carried. */
#include <string.h>

#include "base/box.h"
#include "base/limits.h"
#include "send/exchange_inside.h"
#include "work/writer_inside.h"

/* --- what the file says --- */

struct gathering {
    struct task *t;
    struct exchange *x;
    struct reader *r;
    const struct notice_asked *asked;
    struct child_file file;
    const struct placement *placement;
    const struct partner *partner;
    struct placement_notice notice;
};

static const struct placement *placement_asked(const struct child_state *c, int64_t id)
{
    uint64_t wanted = id ? (uint64_t)id : c->placement_now;
    for (uint32_t i = 0; i < c->placements; i++) {
        if (c->placement[i].id == wanted)
            return &c->placement[i];
    }
    return NULL;
}

/* The last thing said of a placement by this kind of event; EV_NONE: nothing. */
static struct event said_of(const struct gathering *g, enum event_kind kind)
{
    struct event found = { .kind = EV_NONE };
    for (size_t i = 0; i < g->file.entries; i++) {
        const struct child_entry *e = &g->file.entry[i];
        if (e->event.kind == kind && !e->corrected &&
            (uint64_t)event_number(&e->event, "placement") == g->placement->id)
            found = e->event;
    }
    return found;
}

/* One that was only proposed is in no state yet. */
static const struct placement *placement_proposed(const struct gathering *g)
{
    struct placement *p = NEW(g->t->arena, struct placement);
    for (size_t i = 0; i < g->file.entries && g->asked->placement; i++) {
        const struct event *e = &g->file.entry[i].event;
        if (e->kind == EV_PLACEMENT_PROPOSED && !g->file.entry[i].corrected &&
            event_number(e, "placement") == g->asked->placement)
            p->id = (uint64_t)g->asked->placement;
    }
    return p->id ? p : NULL;
}

static status find_placement(struct gathering *g)
{
    struct task *t = g->t;
    const struct child_state *c = &g->file.evaluation->child;
    g->placement = placement_asked(c, g->asked->placement);
    if (!g->placement)
        g->placement = placement_proposed(g);
    if (!g->placement)
        return fail(t, E_MISSING,
                    "this child has no %s: say which with --placement, or record it"
                    " first",
                    g->asked->placement ? "placement of that number" : "placement now");
    if (c->is & CHILD_IS(HOSTED))
        return fail(t, E_INVALID,
                    "this child is another authority's, placed here: the notice is"
                    " theirs to give");
    if (g->asked->end && (g->placement->started_n == 0 || g->placement->until == INT64_MAX))
        return fail(t, E_INVALID, "this placement has not ended: record its end first");
    return OK;
}

static void fill(struct str *to, struct str from)
{
    if (to->len == 0)
        *to = from;
}

/* What the entry leaves open, the home's own record says. */
static status take_home(struct gathering *g, uint32_t home)
{
    struct placement_notice *n = &g->notice;
    struct stream s;
    TRY(stream_read(g->t, g->r->journal, home, NEVER, true, &s));
    for (uint32_t i = s.count; i > 0; i--) { /* the newest first */
        struct event e =
            s.fact[i - 1].n ? stream_event_at(g->t, &s, i) : (struct event){ .kind = EV_NONE };
        if (e.pointer || (e.kind != EV_HOME_REGISTERED && e.kind != EV_HOME_CHANGED))
            continue;
        fill(&n->home, event_text(&e, "name"));
        fill(&n->urn, event_text(&e, "urn"));
        fill(&n->postcode, event_text(&e, "postcode"));
        fill(&n->area_code, event_text(&e, "area-code"));
    }
    return OK;
}

static status take_placement(struct gathering *g)
{
    struct placement_notice *n = &g->notice;
    const struct placement *p = g->placement;
    struct event e = said_of(g, EV_PLACEMENT_STARTED);
    n->placement = (int64_t)p->id;
    n->what = g->asked->end ? S("ends") : p->started_n ? S("starts") : S("planned");
    n->when = (struct instant){ g->asked->end ? p->until : p->started_n ? p->from : NEVER.us };
    if (e.kind == EV_NONE) {
        e = said_of(g, EV_PLACEMENT_PROPOSED);
        if (e.kind == EV_NONE)
            return OK;
        n->postcode = event_text(&e, "postcode");
        return event_given(&e, "home") ? take_home(g, (uint32_t)event_number(&e, "home")) : OK;
    }
    n->postcode = event_text(&e, "postcode");
    n->type = str_from(code_text(CODES_PLACEMENT_TYPE, p->type));
    n->provider = str_from(code_text(CODES_PROVIDER, p->provider));
    n->area = str_from(code_text(CODES_AREA, p->area));
    n->emergency = p->emergency;
    n->urn = event_text(&e, "urn");
    n->area_code = event_text(&e, "area-code");
    return event_given(&e, "home") ? take_home(g, (uint32_t)event_number(&e, "home")) : OK;
}

static void take_child(struct gathering *g)
{
    struct placement_notice *n = &g->notice;
    const struct child_words *w = &g->file.words;
    const struct child_state *c = &g->file.evaluation->child;
    n->given = w->given;
    n->family = w->family;
    n->known_as = w->known_as;
    n->born.days = w->born;
    n->sex = str_from(code_text(CODES_SEX, w->sex));
    n->legal_status = str_from(code_text(CODES_LEGAL_STATUS, c->legal));
    n->care_from = c->care_from ? (struct instant){ c->care_from } : NEVER;
}

/* Who holds a role for this child now, and how to reach that person. */
static status take_person(struct gathering *g, enum role role, struct str ret[3])
{
    struct task *t = g->t;
    struct owner o;
    struct stream s;
    TRY(look_owner(t, g->r, g->asked->child, 0, role, task_now(t), &o));
    ret[0] = ret[1] = ret[2] = S("");
    if (o.person == 0)
        return OK;
    ret[0] = o.name;
    TRY(stream_read(t, g->r->journal, o.person, NEVER, true, &s));
    for (uint32_t i = 0; i < s.count; i++) {
        if (s.fact[i].n == 0 || s.fact[i].kind != EV_PERSON_REGISTERED)
            continue;
        struct event e = stream_event_at(t, &s, i + 1);
        if (e.kind != EV_PERSON_REGISTERED)
            continue;
        ret[1] = event_text(&e, "telephone");
        ret[2] = event_text(&e, "email");
    }
    return OK;
}

static status find_partner(struct gathering *g)
{
    struct task *t = g->t;
    const struct partners *all = &g->x->partners;
    struct str area = g->notice.area_code;
    g->partner =
        g->asked->partner.len ? partner_named(all, g->asked->partner) : partner_of_area(all, area);
    if (!g->partner)
        return fail(t, E_MISSING,
                    "the authority of that area is no partner of this register: give"
                    " the notice another way and record it, or add the partner to"
                    " the settings");
    if (area.len && g->partner->area.len && !str_equal(area, g->partner->area))
        return fail(t, E_INVALID,
                    "the placement lies in another area (%.*s) than this partner's"
                    " (%.*s): a notice goes to the authority of the area only",
                    STR_ARG(area), STR_ARG(g->partner->area));
    return OK;
}

static status check_letters(struct task *t, const struct notice_asked *asked)
{
    if (asked->needs.len > NOTICE_LETTER_MAX || asked->care_plan.len > NOTICE_LETTER_MAX)
        return fail(t, E_LIMIT,
                    "the needs and the care plan may each be at most %d KiB of text:"
                    " shorten it, or send it another way and record that",
                    NOTICE_LETTER_MAX >> 10);
    if (!str_is_utf8(asked->needs) || !str_is_utf8(asked->care_plan))
        return fail(t, E_INVALID, "the needs and the care plan must be text in UTF-8");
    return OK;
}

static status gather(struct gathering *g)
{
    struct task *t = g->t;
    struct placement_notice *n = &g->notice;
    struct str who[2][3];
    TRY(check_letters(t, g->asked));
    TRY(look_child(t, g->r, g->asked->child, NEVER, task_now(t), &g->file));
    TRY(find_placement(g));
    TRY(take_placement(g));
    take_child(g);
    TRY(find_partner(g));
    TRY(take_person(g, ROLE_SOCIAL_WORKER, who[0]));
    TRY(take_person(g, ROLE_REVIEWING_OFFICER, who[1]));
    n->case_id = message_case(t, g->x, g->partner, g->asked->child);
    n->made_up = g->x->store->made_up;
    n->authority = g->x->store->authority_name;
    n->authority_code = g->x->store->authority_code;
    n->worker = who[0][0];
    n->worker_telephone = who[0][1];
    n->worker_email = who[0][2];
    n->officer = who[1][0];
    n->officer_telephone = who[1][1];
    n->officer_email = who[1][2];
    n->needs = g->asked->needs;
    n->care_plan = g->asked->care_plan;
    return OK;
}

status exchange_partner_of(struct task *t, struct exchange *x, struct reader *r,
                           const struct child_file *f, uint64_t placement,
                           const struct partner **ret)
{
    struct notice_asked asked = { .child = f->child, .placement = (int64_t)placement };
    struct gathering *g = NEW(t->arena, struct gathering);
    *g = (struct gathering){ .t = t, .x = x, .r = r, .asked = &asked, .file = *f };
    const struct child_state *c = &f->evaluation->child;
    *ret = NULL;
    if (x->partners.count == 0 || placement == 0 || (c->is & CHILD_IS(HOSTED)))
        return OK;
    g->placement = placement_asked(c, asked.placement);
    if (!g->placement)
        return OK;
    TRY(take_placement(g));
    *ret = partner_of_area(&x->partners, g->notice.area_code);
    return OK;
}

/* --- writing it down --- */

static struct str new_id(struct arena *a)
{
    uint8_t chance[12];
    struct text x = text_open(a, 32);
    random_bytes(chance, sizeof chance);
    for (size_t i = 0; i < sizeof chance; i++)
        text_addf(&x, "%02x", chance[i]);
    return text_done(&x);
}

static status write_body(const struct gathering *g, struct str id, struct str *ret)
{
    struct text out = text_open(g->t->arena, CLOUD_EVENT_BYTES_MAX);
    struct json_writer w = json_writer_open(&out);
    struct cloud_event e = { .id = id,
                             .source = g->x->store->origin,
                             .type = str_from(placement_notice_type),
                             .recipient = g->partner->origin,
                             .time = task_now(g->t) };
    cloud_event_open(&w, &e);
    placement_notice_write(&w, "data", &g->notice);
    json_close_object(&w);
    json_writer_done(&w);
    if (out.full)
        return fail(g->t, E_LIMIT,
                    "the notice with its needs and care plan is longer than %d KiB:"
                    " shorten them",
                    CLOUD_EVENT_BYTES_MAX >> 10);
    *ret = text_done(&out);
    return OK;
}

/* Alike but for id and time: the same person pressing the same button again. */
static status refuse_waiting(struct gathering *g, struct hash256 likeness)
{
    struct kept_messages sent;
    TRY(exchange_sent(g->t, g->x, g->r, g->asked->child, &sent));
    for (size_t i = 0; i < sent.count; i++) {
        const struct kept_message *m = &sent.at[i];
        if (m->state == MESSAGE_WAITING && str_equal(m->partner, g->partner->origin) &&
            memcmp(m->digest.b, likeness.b, sizeof likeness.b) == 0)
            return fail(g->t, E_CONFLICT,
                        "this very notice waits already to be carried: `sightline"
                        " partner list` says why it has not arrived");
    }
    return OK;
}

struct queueing {
    struct event *event;
    const struct kept_message *message;
};
static status queue(struct writer *w, void *self)
{
    const struct queueing *q = self;
    struct append a = { .events = q->event, .count = 1, .expected_n = APPEND_ANY, .own = true };
    TRY(batch_append(w, &a));
    return kept_message_add(&w->task, w->store->kept, w->store->log, q->message);
}

static struct event sent_event(const struct gathering *g, struct str id)
{
    struct event e = event_new(EV_PLACEMENT_NOTICE_SENT, g->asked->child, task_now(g->t));
    e.author = g->asked->author;
    e.agency = g->x->store->authority;
    event_set_number(&e, "placement", g->notice.placement);
    event_set_text(&e, "partner", g->partner->origin);
    event_set_text(&e, "message", id);
    return e;
}

status exchange_notify(struct task *t, struct exchange *x, struct reader *r,
                       const struct notice_asked *asked, struct str *ret_message)
{
    struct gathering g = { .t = t, .x = x, .r = r, .asked = asked };
    g.notice.born.days = INT32_MIN;
    g.notice.when = g.notice.care_from = NEVER;
    MUST(x->writer);
    TRY(gather(&g));
    struct text like = text_open(t->arena, CLOUD_EVENT_BYTES_MAX);
    struct json_writer w = json_writer_open(&like);
    placement_notice_write(&w, NULL, &g.notice);
    struct str alike = text_done(&like), id = new_id(t->arena), body;
    struct hash256 likeness = sha256(&alike, 1);
    TRY(refuse_waiting(&g, likeness));
    TRY(write_body(&g, id, &body));
    struct event e = sent_event(&g, id);
    struct kept_message m = {
        .outward = true,
        .partner = g.partner->origin,
        .id = id,
        .state = MESSAGE_WAITING,
        .child = asked->child,
        .placement = g.notice.placement,
        .what = (uint8_t)notice_what(&g.notice),
        .made = task_now(t),
        .next = task_now(t),
        .digest = likeness,
        .sealed = box_seal(t->arena, x->message_key, message_place(t->arena, g.partner->origin, id),
                           body),
    };
    struct queueing q = { &e, &m };
    TRY(writer_do_inside(t, x->writer, queue, &q));
    *ret_message = id;
    return OK;
}
