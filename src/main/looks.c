/* The verbs that look: missing, duties, alarms, people. */
#include "main/command.h"

static struct instant asked_or_now(struct task *t, struct instant asked)
{
    return asked.us == NEVER.us ? task_now(t) : asked;
}

static void missing_json(struct json_writer *w, const struct missing_row *m)
{
    json_open_object(w, NULL);
    json_put_int(w, "child", m->child);
    json_put_text(w, "local_id", m->local_id);
    json_put_text(w, "name", m->name);
    json_put_int(w, "episode", (int64_t)m->episode);
    json_put_textz(w, "class", code_text(CODES_CLASSIFICATION, m->class));
    json_put_instant(w, "since", m->since);
    json_put_textz(w, "grade", m->grade ? code_text(CODES_GRADE, m->grade) : NULL);
    json_put_text(w, "home", m->home_name);
    json_put_text(w, "last_seen_where", m->last_seen_where);
    json_put_int(w, "episodes_90_days", m->episodes_90_days);
    json_open_list(w, "told");
    for (uint32_t i = 0; i < m->told_count; i++) {
        const struct told *x = &m->told[i];
        json_open_object(w, NULL);
        json_put_int(w, "person", x->person);
        json_put_text(w, "who", x->who);
        json_put_textz(w, "role", code_text(CODES_ROLE, x->role));
        json_put_text(w, "because", x->because);
        json_put_instant(w, "told", x->told);
        json_put_instant(w, "seen", x->seen);
        json_put_instant(w, "answered", x->answered);
        json_close_object(w);
    }
    json_close_list(w);
    json_close_object(w);
}

static void missing_text(struct text *out, struct task *t, const struct missing_row *m,
                         struct instant at)
{
    struct str away = span_words(t->arena, span_between(m->since, at));
    struct str since = instant_words(t->arena, m->since);
    text_addf(out, "\n%.*s (%.*s)  %s for %.*s, since %.*s\n", STR_ARG(m->name),
              STR_ARG(m->local_id), m->class == 2 ? "away without authorisation" : "missing",
              STR_ARG(away), STR_ARG(since));
    text_addf(out, "    risk %s; %u in the last 90 days%s%.*s\n",
              m->grade ? code_meaning(CODES_GRADE, m->grade) : "not graded", m->episodes_90_days,
              m->home_name.len ? "; lives at " : "", STR_ARG(m->home_name));
    if (m->last_seen_where.len)
        text_addf(out, "    last seen: %.*s\n", STR_ARG(m->last_seen_where));
    for (uint32_t i = 0; i < m->told_count; i++) {
        const struct told *x = &m->told[i];
        struct str told = instant_words(t->arena, x->told);
        text_addf(out, "    told %.*s at %.*s: %s (%.*s)\n", STR_ARG(x->who), STR_ARG(told),
                  x->seen.us == NEVER.us ? "not seen yet" : "seen", STR_ARG(x->because));
    }
}

status run_missing(struct task *t, const struct args *a)
{
    struct instant at = NEVER;
    TRY(args_instant(t, a->at, &at));
    at = asked_or_now(t, at);
    WITH_OPENED(o);
    TRY(opened_look(t, a, "command missing", &o));
    struct missing_list list;
    TRY(look_missing(t, o.reader, at, &list));
    struct text *out = out_open(t);
    if (args_flag(a->json)) {
        struct json_writer w = json_writer_open(out);
        json_open_object(&w, NULL);
        json_put_instant(&w, "at", at);
        json_put_int(&w, "count", (int64_t)list.count);
        json_put_bool(&w, "cut", list.cut);
        json_open_list(&w, "missing");
        for (size_t i = 0; i < list.count; i++)
            missing_json(&w, &list.at[i]);
        json_close_list(&w);
        json_close_object(&w);
        text_addc(out, '\n');
        return out_done(t, out);
    }
    struct str when = instant_words(t->arena, at);
    if (!list.count)
        text_addf(out, "Nobody is missing or away at %.*s. (The register was read to its end.)\n",
                  STR_ARG(when));
    else
        text_addf(out, "%zu missing or away at %.*s%s\n", list.count, STR_ARG(when),
                  list.cut ? "; more than this list holds" : "");
    for (size_t i = 0; i < list.count; i++)
        missing_text(out, t, &list.at[i], at);
    return out_done(t, out);
}

static void duty_json(struct json_writer *w, const struct duty_row *d,
                      const struct rule_words *rule)
{
    json_open_object(w, NULL);
    json_put_text(w, "rule", rule->name);
    json_put_text(w, "title", rule->title);
    json_put_text(w, "cite", rule->cite);
    json_put_int(w, "subject", d->subject);
    json_put_int(w, "child", d->child);
    json_put_text(w, "local_id", str_is(d->local_id, HOSTED_WORDS) ? S("") : d->local_id);
    json_put_text(w, "name", d->child_name);
    json_put_int(w, "started", d->instance.started_n);
    json_put_int(w, "about", (int64_t)d->instance.about);
    json_put_textz(w, "state", duty_state_name(d->state));
    json_put_instant(w, "from", (struct instant){ d->instance.from });
    json_put_instant(w, "due", (struct instant){ d->instance.due });
    json_put_int(w, "owner", d->owner.person);
    json_put_text(w, "owner_name", d->owner.name);
    json_put_textz(w, "owner_role", code_text(CODES_ROLE, d->owner.role));
    json_put_textz(w, "asked_role", code_text(CODES_ROLE, d->owner.asked));
    json_close_object(w);
}

static void duty_text(struct text *out, struct task *t, const struct duty_row *d,
                      const struct rule_words *rule)
{
    struct str due =
        d->instance.due == NEVER.us
            ? (rule->alarm ? S("a decision is needed") : S("no date can be worked out"))
            : instant_words(t->arena, (struct instant){ d->instance.due });
    text_addf(out, "%-8s %.*s: %.*s%s%.*s%s\n         by %.*s; %.*s, %s\n         %.*s\n",
              duty_state_name(d->state), STR_ARG(rule->title), STR_ARG(d->child_name),
              d->local_id.len ? " (" : "", STR_ARG(d->local_id), d->local_id.len ? ")" : "",
              STR_ARG(due),
              STR_ARG(d->owner.person ? d->owner.name : S("nobody is registered yet")),
              code_meaning(CODES_ROLE, d->owner.role), STR_ARG(rule->cite));
}

static status look_at(struct task *t, const struct args *a, bool alarms)
{
    struct instant at = NEVER;
    int64_t person = 0, limit = 0;
    TRY(args_instant(t, a->at, &at));
    TRY(args_number(t, a->person, "person", 1, UINT32_MAX, &person));
    TRY(args_number(t, a->limit, "limit", 1, 1000000, &limit));
    WITH_OPENED(o);
    TRY(opened_look(t, a, alarms ? "command alarms" : "command duties", &o));
    struct duty_filter f = { .person = (uint32_t)person,
                             .alarms = alarms,
                             .overdue_only = args_flag(a->overdue),
                             .closed_too = args_flag(a->closed),
                             .rule = a->rule,
                             .at = asked_or_now(t, at),
                             .limit = (size_t)limit };
    if (a->child.len)
        TRY(look_find_child(t, o.reader, a->child, &f.child));
    struct duty_list list;
    TRY(look_duties(t, o.reader, &f, &list));
    struct text *out = out_open(t);
    if (args_flag(a->json)) {
        struct json_writer w = json_writer_open(out);
        json_open_object(&w, NULL);
        json_put_instant(&w, "at", f.at);
        json_put_int(&w, "listed", (int64_t)list.count);
        json_put_int(&w, "overdue", (int64_t)list.overdue);
        json_put_int(&w, "open", (int64_t)list.running);
        json_put_bool(&w, "cut", list.cut);
        json_open_list(&w, alarms ? "alarms" : "duties");
        for (size_t i = 0; i < list.count; i++)
            duty_json(&w, &list.at[i], rulebook_rule(o.store->rules, list.at[i].rule));
        json_close_list(&w);
        json_close_object(&w);
        text_addc(out, '\n');
        return out_done(t, out);
    }
    if (alarms)
        text_addf(out, "%zu alarms%s\n", list.count, list.cut ? " (more than are listed)" : "");
    else
        text_addf(out, "%zu open, %zu of them late%s\n", list.running, list.overdue,
                  list.cut ? " (more than are listed)" : "");
    for (size_t i = 0; i < list.count; i++)
        duty_text(out, t, &list.at[i], rulebook_rule(o.store->rules, list.at[i].rule));
    return out_done(t, out);
}

status run_duties(struct task *t, const struct args *a)
{
    return look_at(t, a, false);
}

status run_alarms(struct task *t, const struct args *a)
{
    return look_at(t, a, true);
}

static void names(struct text *out, struct json_writer *w, const char *what,
                  const struct name_list *list)
{
    if (w)
        json_open_list(w, what);
    else
        text_addf(out, "%s\n", what);
    for (size_t i = 0; i < list->count; i++) {
        const struct name_row *r = &list->at[i];
        if (w) {
            json_open_object(w, NULL);
            json_put_int(w, "number", r->number);
            json_put_text(w, "name", r->name);
            json_put_text(w, "detail", r->detail);
            json_close_object(w);
        } else {
            text_addf(out, "  no:%-6u %.*s%s%.*s\n", r->number, STR_ARG(r->name),
                      r->detail.len ? ", " : "", STR_ARG(r->detail));
        }
    }
    if (w)
        json_close_list(w);
}

status run_people(struct task *t, const struct args *a)
{
    WITH_OPENED(o);
    TRY(opened_look(t, a, "command people", &o));
    struct name_list people, homes;
    TRY(look_people(t, o.reader, &people));
    TRY(look_homes(t, o.reader, &homes));
    struct text *out = out_open(t);
    struct json_writer writer = json_writer_open(out), *w = args_flag(a->json) ? &writer : NULL;
    if (w)
        json_open_object(w, NULL);
    names(out, w, "people", &people);
    names(out, w, "homes", &homes);
    if (w) {
        json_close_object(w);
        text_addc(out, '\n');
    }
    return out_done(t, out);
}
