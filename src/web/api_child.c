/* One child over the JSON API: the file, its entries, and one more entry. */
#include <string.h>

#include "base/limits.h"
#include "intake/json_event.h"
#include "web/api.h"
#include "web/entry_power.h"
#include "work/own_entries.h"

static status known_at_of(struct task *t, const struct request *in, struct instant *ret)
{
    struct str typed = urlform_text(&in->query, "as-known-at");
    *ret = NEVER;
    return typed.len ? instant_parse(t, typed, ret) : OK;
}

static struct instant moment(int64_t us)
{
    return us == 0 ? NEVER : (struct instant){ us };
}

static void add_stays(struct task *t, const struct child_state *c, struct api_child *r)
{
    r->placements = NEWS(t->arena, struct api_placement, c->placements + 1);
    r->episodes = NEWS(t->arena, struct api_episode, c->episodes + 1);
    for (uint32_t i = 0; i < c->placements; i++) {
        const struct placement *p = &c->placement[i];
        r->placements[r->placement_count++] =
            (struct api_placement){ .placement = (int64_t)p->id,
                                    .tenths_of_a_mile = p->distance,
                                    .type = p->type,
                                    .area = p->area,
                                    .from = { p->from },
                                    .until = { p->until } };
    }
    for (uint32_t i = 0; i < c->episodes; i++) {
        const struct missing_episode *e = &c->episode[i];
        r->episodes[r->episode_count++] = (struct api_episode){
            .episode = (int64_t)e->id,
            .class = e->class,
            .grade = e->grade,
            .from = { e->from },
            .until = { e->until },
            .found = e->found_n ? (struct instant){ e->found } : NEVER,
            .returned = e->returned_n ? (struct instant){ e->returned } : NEVER,
            .interview_offered = e->offered_n ? (struct instant){ e->offered } : NEVER,
            .interview_held = e->interviewed_n ? (struct instant){ e->interviewed } : NEVER,
        };
    }
}

/* Who owes it is looked up for the lists; here the role must do. */
static void add_owed(struct task *t, const struct rulebook *b, const struct child_file *f,
                     struct api_child *r)
{
    int64_t at = f->known_at.us == NEVER.us ? f->now.us : f->known_at.us;
    r->owed = NEWS(t->arena, struct api_owed, f->evaluation->count + 1);
    for (uint32_t i = 0; i < f->evaluation->count; i++) {
        const struct instance *x = &f->evaluation->instance[i];
        enum duty_state state = instance_state(b, x, at);
        if (state == ALARM_WAITING || state == ALARM_CLEARED)
            continue;
        const struct rule_words *w = rulebook_rule(b, x->rule);
        r->owed[r->owed_count++] = (struct api_owed){ .rule = w->name,
                                                      .title = w->title,
                                                      .cite = w->cite,
                                                      .name = f->name,
                                                      .subject = f->child,
                                                      .child = f->child,
                                                      .started = x->started_n,
                                                      .about = (int64_t)x->about,
                                                      .state = duty_state_name(state),
                                                      .from = { x->from },
                                                      .due = { x->due },
                                                      .closed = moment(x->closed_at),
                                                      .asked_role = x->owner };
    }
}

status handle_api_child(struct task *t, struct request *in, struct response *out)
{
    struct instant known_at;
    struct child_file f;
    struct relation relation;
    TRY(known_at_of(t, in, &known_at));
    TRY(child_open(t, in, out, child_number(in), known_at, "file", &f, &relation));
    const struct child_state *c = &f.evaluation->child;
    struct api_child r = {
        .child = f.child,
        .entries = f.stream.length,
        .held_back = f.stream.held_back,
        .local_id = f.words.local_id,
        .name = f.name,
        .because = relation.because,
        .born = f.words.born,
        .at = f.now,
        .as_known_at = f.known_at,
        .looked_after = (c->is & CHILD_IS(LOOKED_AFTER)) != 0,
        .missing = (c->is & CHILD_IS(MISSING)) != 0,
        .away = (c->is & CHILD_IS(AWAY)) != 0,
        .legal_status = c->legal,
    };
    add_stays(t, c, &r);
    add_owed(t, in->site->store->rules, &f, &r);
    return api_send(t, &api_child_shape, &r, out);
}

status handle_api_entries(struct task *t, struct request *in, struct response *out)
{
    struct instant known_at;
    struct child_file f;
    struct relation relation;
    int64_t after = 0;
    struct str typed = urlform_text(&in->query, "after");
    TRY(known_at_of(t, in, &known_at));
    if (typed.len)
        TRY(str_to_i64(t, typed, 0, UINT32_MAX, &after));
    TRY(child_open(t, in, out, child_number(in), known_at, "entries", &f, &relation));
    struct api_entry_list list = { .child = f.child,
                                   .length = f.stream.length,
                                   .as_known_at = f.known_at,
                                   .entries = NEWS(t->arena, struct api_entry, f.entries + 1) };
    for (size_t i = 0; i < f.entries; i++) {
        const struct event *e = &f.entry[i].event;
        if (e->n <= after)
            continue;
        list.entries[list.count++] = (struct api_entry){ .n = e->n,
                                                         .author = e->author,
                                                         .agency = e->agency,
                                                         .corrects = e->corrects,
                                                         .entry = e->seq,
                                                         .kind = event_kind_def(e->kind)->name,
                                                         .precision = e->precision,
                                                         .role = e->role,
                                                         .happened = e->happened,
                                                         .recorded = e->recorded,
                                                         .corrected = f.entry[i].corrected,
                                                         .words = f.entry[i].words,
                                                         .source = e->source,
                                                         .said = e };
    }
    return api_send(t, &api_entries_shape, &list, out);
}

bool api_takes(enum event_kind kind)
{
    const struct kind_def *k = event_kind_def(kind);
    return kind != EV_NONE && (k->subject == SUBJECT_CHILD || k->subject == SUBJECT_ANY) &&
           kind != EV_CHILD_REGISTERED && !own_entry(kind) && entry_needs(kind) != PERMISSIONS;
}

static status entry_read(struct task *t, struct request *in, uint32_t child, struct json_event *ret)
{
    const struct json_value *object;
    TRY(json_read(t, in->body, FORM_BYTES_MAX, &object));
    status read = json_event_read_by(t, object, in->session.actor, child, in->now, ret);
    if (read != OK)
        return fail(t, read, "%s%s%s", ret->field, ret->field[0] ? ": " : "",
                    str_nul(t->arena, str_from(t->reason)));
    if (!api_takes(ret->event.kind))
        return fail(t, E_INVALID,
                    "entries of this kind are not sent this way: see"
                    " /api/v1/openapi.json for those that are");
    TRY(entry_permitted(t, in, ret->event.kind));
    if (ret->key.len == 0 || ret->key.len > 64)
        return fail(t, E_INVALID,
                    "key: send one of up to 64 letters, the same again when you are"
                    " not sure that it arrived");
    return OK;
}

status handle_api_entry_added(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    struct json_event said;
    TRY(child_open(t, in, out, child_number(in), NEVER, "entry", &f, &relation));
    TRY(entry_read(t, in, f.child, &said));
    struct event *e = &said.event;
    e->channel = code_number(CODES_CHANNEL, S("api"));
    TRY(writer_complete(t, in->site->writer, e));
    struct append a = { .events = e,
                        .count = 1,
                        .expected_n = said.expects ? said.expected : APPEND_ANY,
                        .key = str_print(t->arena, "api:%u:%u:%.*s", in->session.actor.person,
                                         f.child, STR_ARG(said.key)) };
    TRY(writer_append(t, in->site->writer, &a));
    struct api_kept kept = {
        .child = f.child, .n = a.repeated ? 0 : e->n, .entry = a.first_seq, .repeated = a.repeated
    };
    out->status = a.repeated ? 200 : 201;
    return api_send(t, &api_kept_shape, &kept, out);
}
