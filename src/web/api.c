/* The JSON API's handlers: the same looks and the same permissions as the pages, other bytes. */
#include "web/api.h"

#include <string.h>

#include "base/limits.h"
#include "format/json_read.h"
#include "web/find_page.h"
#include "web/show.h"
#include "web/snapshot.h"
#include "web/who.h"

enum {
    API_ROWS = 1000,
    ANSWER_BYTES_MAX = 32 << 20
};

bool is_api(enum route_name route)
{
    return strncmp(routes[route].pattern, "/api/", 5) == 0;
}

status api_send(struct task *t, const struct json_shape *s, const void *row, struct response *out)
{
    struct text x = text_open(t->arena, ANSWER_BYTES_MAX);
    struct json_writer w = json_writer_open(&x);
    json_shape_write(&w, NULL, s, row);
    json_writer_done(&w);
    if (x.full)
        return fail(t, E_LIMIT, "this answer would be larger than %d MiB: narrow the look",
                    ANSWER_BYTES_MAX >> 20);
    out->type = "application/json";
    out->body = text_done(&x);
    return OK;
}

void api_trouble(struct task *t, status why, unsigned code, struct response *out)
{
    static const char *const titles[] = {
        [OK] = "Not done",          [E_INVALID] = "Not valid",
        [E_MISSING] = "Not there",  [E_CONFLICT] = "Out of date",
        [E_DENIED] = "Not allowed", [E_LIMIT] = "Too large",
        [E_BUSY] = "Busy",          [E_IO] = "Could not look",
        [E_CORRUPT] = "Damaged",
    };
    struct text x = text_open(t->arena, 8192);
    struct json_writer w = json_writer_open(&x);
    json_open_object(&w, NULL);
    json_put_textz(&w, "type", "about:blank");
    json_put_textz(&w, "title", titles[why]);
    json_put_int(&w, "status", code);
    json_put_text(&w, "detail", str_from(t->reason));
    json_close_object(&w);
    json_writer_done(&w);
    out->status = code;
    out->type = "application/problem+json";
    out->body = text_done(&x);
}

static struct api_missing missing_row(struct arena *a, const struct missing_row *m)
{
    struct api_missing r = {
        .child = m->child,
        .home = m->home,
        .episodes_90_days = m->episodes_90_days,
        .episode = (int64_t)m->episode,
        .name = m->name,
        .local_id = m->local_id,
        .home_name = m->home_name,
        .last_seen_where = m->last_seen_where,
        .class = m->class,
        .grade = m->grade,
        .since = m->since,
        .told = NEWS(a, struct api_told, m->told_count + 1),
        .told_count = m->told_count,
    };
    for (uint32_t i = 0; i < m->told_count; i++) {
        const struct told *x = &m->told[i];
        r.told[i] = (struct api_told){ .person = x->person,
                                       .who = x->who,
                                       .because = x->because,
                                       .role = (uint8_t)x->role,
                                       .told = x->told,
                                       .seen = x->seen,
                                       .answered = x->answered,
                                       .delivered = x->delivered };
    }
    return r;
}

status handle_api_missing(struct task *t, struct request *in, struct response *out)
{
    struct snapshot *s;
    struct seen_children seen;
    TRY(children_seen(t, in, &seen));
    note_searched(in, out, "missing now");
    TRY(snapshot_take(t, in, &s));
    struct api_missing_list list = { .at = s->taken, .cut = s->missing.cut };
    list.missing = NEWS(t->arena, struct api_missing, s->missing.count + 1);
    for (size_t i = 0; i < s->missing.count; i++) {
        if (may_list(&seen, s->missing.at[i].child, true))
            list.missing[list.count++] = missing_row(t->arena, &s->missing.at[i]);
        else
            list.kept_back++;
    }
    status sent = api_send(t, &api_missing_shape, &list, out);
    snapshot_give(in->site, s);
    return sent;
}

static struct api_owed owed_row_of(const struct rulebook *b, const struct duty_row *d)
{
    const struct rule_words *r = rulebook_rule(b, d->rule);
    return (struct api_owed){
        .rule = r->name,
        .title = r->title,
        .cite = r->cite,
        .name = d->child_name,
        .owner_name = d->owner.name,
        .subject = d->subject,
        .child = d->child,
        .started = d->instance.started_n,
        .owner = d->owner.person,
        .about = (int64_t)d->instance.about,
        .state = duty_state_name(d->state),
        .from = { d->instance.from },
        .due = { d->instance.due },
        .closed = { d->instance.closed_at },
        .owner_role = (uint8_t)d->owner.role,
        .asked_role = (uint8_t)d->owner.asked,
    };
}

static status owed_list(struct task *t, struct request *in, struct response *out, bool alarms)
{
    struct seen_children seen;
    struct duty_list rows;
    TRY(children_seen(t, in, &seen));
    bool all = seen.all && str_is(urlform_text(&in->query, "whose"), "all");
    struct duty_filter f = { .person = all ? 0 : in->session.actor.person,
                             .alarms = alarms,
                             .overdue_only = str_is(urlform_text(&in->query, "only"), "late"),
                             .at = in->now,
                             .limit = API_ROWS };
    note_searched(in, out, alarms ? "alarms" : "duties");
    TRY(look_duties(t, in->reader, &f, &rows));
    struct api_owed_list list = { .at = in->now,
                                  .cut = rows.cut,
                                  .open = (int64_t)rows.running,
                                  .late = (int64_t)rows.overdue,
                                  .owed = NEWS(t->arena, struct api_owed, rows.count + 1) };
    for (size_t i = 0; i < rows.count; i++)
        list.owed[list.count++] = owed_row_of(in->site->store->rules, &rows.at[i]);
    return api_send(t, &api_owed_shape, &list, out);
}

status handle_api_duties(struct task *t, struct request *in, struct response *out)
{
    return owed_list(t, in, out, false);
}

status handle_api_alarms(struct task *t, struct request *in, struct response *out)
{
    return owed_list(t, in, out, true);
}

status handle_api_children(struct task *t, struct request *in, struct response *out)
{
    struct name_list mine;
    note_searched(in, out, "children");
    TRY(children_of(t, in->reader, in->session.actor.person, &mine));
    struct api_name_list list = { .cut = mine.cut,
                                  .listed = NEWS(t->arena, struct api_name, mine.count + 1) };
    for (size_t i = 0; i < mine.count; i++)
        list.listed[list.count++] =
            (struct api_name){ mine.at[i].number, mine.at[i].name, mine.at[i].detail };
    return api_send(t, &api_names_shape, &list, out);
}

struct find_body {
    struct str words;
};

status handle_api_find(struct task *t, struct request *in, struct response *out)
{
    static const struct json_spec specs[] = {
        { "words", JSON_WANT_TEXT, true, 1, FIND_TYPED_MAX, offsetof(struct find_body, words) },
    };
    struct find_body body;
    const struct json_value *object;
    TRY(json_read(t, in->body, FORM_BYTES_MAX, &object));
    TRY(json_read_object(t, object, specs, COUNT(specs), &body));
    struct find_page p = { .typed = body.words };
    struct view v = { .arena = t->arena, .in = in, .now = in->now, .known_at = NEVER };
    note_searched(in, out, "find");
    TRY(find_fill(t, in, &v, &p));
    struct api_found_list list = { .all = (int64_t)p.all,
                                   .found = NEWS(t->arena, struct api_found, p.children + 1) };
    for (size_t i = 0; i < p.children; i++) {
        const struct find_row *row = &p.child[i];
        list.found[list.count++] = (struct api_found){ row->number, row->name, row->detail,
                                                       row->lives,  row->why,  row->missing };
    }
    return api_send(t, &api_found_shape, &list, out);
}

status handle_api_rules(struct task *t, struct request *in, struct response *out)
{
    const struct rulebook *b = in->site->store->rules;
    size_t count = rulebook_count(b);
    struct api_rule_list list = { .nation = in->site->store->nation,
                                  .hash = rulebook_hash(t, b),
                                  .rules = NEWS(t->arena, struct api_rule, count + 1),
                                  .count = count };
    for (size_t i = 0; i < count; i++) {
        const struct rule_words *r = rulebook_rule(b, (uint16_t)i);
        list.rules[i] = (struct api_rule){ .name = r->name,
                                           .title = r->title,
                                           .cite = r->cite,
                                           .sentence = r->sentence,
                                           .force = force_word(r->force),
                                           .confidence = confidence_word(r->confidence),
                                           .alarm = r->alarm,
                                           .owner = (uint8_t)r->owner };
    }
    return api_send(t, &api_rules_shape, &list, out);
}

status handle_api_document(struct task *t, struct request *in, struct response *out)
{
    (void)in;
    out->type = "application/json";
    out->body = openapi_document(t);
    return OK;
}
