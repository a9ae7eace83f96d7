/* The verb `child`: one file, as it is or as it was known. */
#include "main/command.h"

static void head_json(struct json_writer *w, const struct child_file *f)
{
    const struct child_state *c = &f->evaluation->child;
    json_put_int(w, "child", f->child);
    json_put_text(w, "local_id", f->words.local_id);
    json_put_text(w, "name", f->name);
    if (f->words.born == INT32_MIN)
        json_put_null(w, "born");
    else
        json_put_date(w, "born", (struct date){ f->words.born });
    json_put_instant(w, "at", f->now);
    json_put_instant(w, "as_known_at", f->known_at);
    json_put_int(w, "held_back", f->stream.held_back);
    json_put_bool(w, "looked_after", (c->is & CHILD_IS(LOOKED_AFTER)) != 0);
    json_put_bool(w, "missing", (c->is & CHILD_IS(MISSING)) != 0);
    json_put_textz(w, "legal_status", code_text(CODES_LEGAL_STATUS, c->legal));
}

static void rows_json(struct json_writer *w, const struct child_file *f)
{
    const struct child_state *c = &f->evaluation->child;
    json_open_list(w, "placements");
    for (uint32_t i = 0; i < c->placements; i++) {
        const struct placement *p = &c->placement[i];
        json_open_object(w, NULL);
        json_put_int(w, "placement", (int64_t)p->id);
        json_put_textz(w, "type", code_text(CODES_PLACEMENT_TYPE, p->type));
        json_put_instant(w, "from", (struct instant){ p->from });
        json_put_instant(w, "until", (struct instant){ p->until });
        json_put_textz(w, "area", code_text(CODES_AREA, p->area));
        if (p->distance < 0)
            json_put_null(w, "distance_tenths_of_a_mile");
        else
            json_put_int(w, "distance_tenths_of_a_mile", p->distance);
        json_close_object(w);
    }
    json_close_list(w);
    json_open_list(w, "episodes");
    for (uint32_t i = 0; i < c->episodes; i++) {
        const struct missing_episode *e = &c->episode[i];
        json_open_object(w, NULL);
        json_put_int(w, "episode", (int64_t)e->id);
        json_put_textz(w, "class", code_text(CODES_CLASSIFICATION, e->class));
        json_put_instant(w, "from", (struct instant){ e->from });
        json_put_instant(w, "until", (struct instant){ e->until });
        json_put_textz(w, "grade", e->grade ? code_text(CODES_GRADE, e->grade) : NULL);
        json_close_object(w);
    }
    json_close_list(w);
}

static void owed_json(struct json_writer *w, const struct store *s, const struct child_file *f)
{
    json_open_list(w, "duties_and_alarms");
    for (uint32_t i = 0; i < f->evaluation->count; i++) {
        const struct instance *x = &f->evaluation->instance[i];
        enum duty_state state = instance_state(s->rules, x, f->now.us);
        if (state == ALARM_WAITING || state == ALARM_CLEARED)
            continue;
        json_open_object(w, NULL);
        json_put_text(w, "rule", rulebook_rule(s->rules, x->rule)->name);
        json_put_textz(w, "state", duty_state_name(state));
        json_put_int(w, "started", x->started_n);
        json_put_instant(w, "from", (struct instant){ x->from });
        json_put_instant(w, "due", (struct instant){ x->due });
        json_put_instant(w, "closed", (struct instant){ x->closed_at });
        json_close_object(w);
    }
    json_close_list(w);
    json_open_list(w, "entries");
    for (size_t i = 0; i < f->entries; i++) {
        const struct child_entry *e = &f->entry[i];
        json_open_object(w, NULL);
        json_put_int(w, "n", e->event.n);
        json_put_int(w, "seq", e->event.seq);
        json_put_textz(w, "kind", event_kind_def(e->event.kind)->name);
        json_put_instant(w, "happened", e->event.happened);
        json_put_instant(w, "recorded", e->event.recorded);
        json_put_bool(w, "corrected", e->corrected);
        json_put_text(w, "words", e->words);
        json_put_text(w, "said", e->payload);
        json_close_object(w);
    }
    json_close_list(w);
}

static void state_text(struct text *out, struct task *t, const struct child_file *f)
{
    const struct child_state *c = &f->evaluation->child;
    text_addf(out, "%.*s (%.*s)", STR_ARG(f->name), STR_ARG(f->words.local_id));
    if (f->words.born != INT32_MIN)
        text_addf(out, ", %d, born %.*s",
                  years_between((struct date){ f->words.born }, date_in_uk(f->now)),
                  STR_ARG(date_words(t->arena, (struct date){ f->words.born })));
    text_addf(out, "\n%s%s%s\n",
              c->is & CHILD_IS(LOOKED_AFTER) ? "looked after: " : "not looked after",
              c->is & CHILD_IS(LOOKED_AFTER) ? code_meaning(CODES_LEGAL_STATUS, c->legal) : "",
              c->is & CHILD_IS(MISSING) ? "; MISSING" : "");
    if (f->known_at.us != NEVER.us)
        text_addf(out, "as known at %.*s: %u later entries are not shown\n",
                  STR_ARG(instant_words(t->arena, f->known_at)), f->stream.held_back);
    text_addf(out, "%u placements, %u missing episodes, %u visits, %u reviews\n", c->placements,
              c->episodes, c->visits, c->reviews);
}

static void owed_text(struct text *out, struct task *t, const struct store *s,
                      const struct child_file *f)
{
    text_addz(out, "\nowed and ringing\n");
    size_t said = 0;
    for (uint32_t i = 0; i < f->evaluation->count; i++) {
        const struct instance *x = &f->evaluation->instance[i];
        enum duty_state state = instance_state(s->rules, x, f->now.us);
        if (x->closing != OPEN || state == ALARM_WAITING || state == DUTY_NOT_YET)
            continue;
        const struct rule_words *rule = rulebook_rule(s->rules, x->rule);
        said++;
        text_addf(out, "  %-8s %.*s%s%.*s\n", duty_state_name(state), STR_ARG(rule->title),
                  x->due == NEVER.us ? "" : ", by ",
                  STR_ARG(x->due == NEVER.us
                              ? S("")
                              : instant_words(t->arena, (struct instant){ x->due })));
    }
    if (!said)
        text_addz(out, "  nothing\n");
    text_addz(out, "\nentries, by when they happened\n");
    for (size_t i = 0; i < f->entries; i++) {
        const struct child_entry *e = &f->entry[i];
        text_addf(out, "  %.*s  %.*s%s%s\n", STR_ARG(instant_text(t->arena, e->event.happened)),
                  STR_ARG(e->words), e->corrected ? "  [corrected later]" : "",
                  e->event.recorded.us - e->event.happened.us > 24 * HOUR_US
                      ? "  [recorded more than a day later]"
                      : "");
    }
}

status run_child(struct task *t, const struct args *a)
{
    struct instant known_at = NEVER, at = NEVER;
    TRY(args_instant(t, a->known_at, &known_at));
    TRY(args_instant(t, a->at, &at));
    if (at.us == NEVER.us)
        at = known_at.us == NEVER.us ? task_now(t) : known_at;
    WITH_OPENED(o);
    TRY(opened_write(t, a, &o));
    uint32_t child;
    TRY(look_find_child(t, o.reader, a->word[0], &child));
    /* No record of a child is shown unless the look is durable first. */
    struct event look = event_new(EV_RECORD_OPENED, 0, task_now(t));
    event_set_number(&look, "child", child);
    event_set_text(&look, "page", S("command child"));
    TRY(writer_note(t, o.writer, &look));
    struct child_file f;
    TRY(look_child(t, o.reader, child, known_at, at, &f));
    struct text *out = out_open(t);
    if (args_flag(a->json)) {
        struct json_writer w = json_writer_open(out);
        json_open_object(&w, NULL);
        head_json(&w, &f);
        rows_json(&w, &f);
        owed_json(&w, o.store, &f);
        json_close_object(&w);
        text_addc(out, '\n');
    } else {
        state_text(out, t, &f);
        owed_text(out, t, o.store, &f);
    }
    return out_done(t, out);
}
