/* The verb `simulate`: a synthetic world into a register, or into a file of events. */
#include "simulate/simulate.h"

#include <stdio.h>

#include "main/command.h"
#include "main/simulate.h"

enum {
    BATCH_EVENTS = 8192,
    BATCH_APPENDS = 1024,
    BATCH_BYTES = 256 << 20
};

static struct event event_kept(struct arena *a, const struct event *e)
{
    struct event kept = *e;
    kept.source = str_copy(a, e->source);
    for (size_t i = 0; i < COUNT(kept.value); i++)
        if (e->value[i].given && e->value[i].text.len)
            kept.value[i].text = str_copy(a, e->value[i].text);
    return kept;
}

static status batch_send(struct task *t, struct making *m)
{
    if (!m->appends)
        return OK;
    TRY(writer_bulk(t, m->writer, m->append, m->appends, NULL, NULL));
    m->total += (int64_t)m->events;
    m->appends = m->events = 0;
    arena_close(m->arena);
    m->arena = arena_open(BATCH_BYTES);
    m->append = NEWS(m->arena, struct append, BATCH_APPENDS);
    return OK;
}

/* Remembers children who live in a home when the world ends: the evening needs some. */
static void note_resident(struct making *m, uint32_t child, const struct event *e, size_t count)
{
    const struct event *lives = NULL;
    bool away = false;
    for (size_t i = 0; i < count; i++) {
        if (e[i].kind == EV_PLACEMENT_STARTED)
            lives = &e[i];
        if (e[i].kind == EV_CARE_ENDED)
            lives = NULL;
        away |= e[i].kind == EV_CHILD_RETURNED && e[i].happened.us > m->quiet_since.us;
        away |= e[i].kind == EV_MISSING_REPORTED && e[i].happened.us > m->quiet_since.us;
    }
    if (lives && lives->also && !away && m->residents < COUNT(m->resident))
        m->resident[m->residents++] = (struct resident){ child, lives->also };
}

static status take(void *self, struct task *t, enum subject_kind kind, uint32_t subject, bool fresh,
                   struct event *events, size_t count)
{
    struct making *m = self;
    if (m->events_file) {
        for (size_t i = 0; i < count; i++) {
            struct str line;
            TRY(event_encode(t, &events[i], &line));
            fprintf(m->events_file, "%.*s\n", STR_ARG(line));
        }
        return OK;
    }
    if (kind == SUBJECT_CHILD)
        note_resident(m, subject, events, count);
    /* Staff and homes are there before the first child: notices need somebody to go to. */
    bool first_child = kind == SUBJECT_CHILD && m->children == 0;
    if (first_child || m->events + count > BATCH_EVENTS || m->appends == BATCH_APPENDS)
        TRY(batch_send(t, m));
    if (fresh) {
        uint32_t number;
        TRY(writer_subject_new(t, m->writer, kind, &number));
        if (number != subject)
            return fail(t, E_CONFLICT, "a world is made in a new register only");
    }
    struct event *kept = NEWS(m->arena, struct event, count);
    for (size_t i = 0; i < count; i++)
        kept[i] = event_kept(m->arena, &events[i]);
    m->append[m->appends++] =
        (struct append){ .events = kept, .count = count, .expected_n = APPEND_ANY };
    m->events += count;
    if (kind == SUBJECT_CHILD && ++m->children % 64 == 0)
        progress_show("children", m->children, m->of);
    return OK;
}

static void episode_json(struct json_writer *w, const struct truth_episode *e)
{
    json_open_object(w, NULL);
    json_put_int(w, "episode", (int64_t)e->id);
    json_put_instant(w, "from", e->from);
    json_put_instant(w, "until", e->until);
    json_put_bool(w, "away", e->away);
    json_put_bool(w, "reported_late", e->late);
    json_put_bool(w, "corrected", e->corrected);
    json_put_bool(w, "interview_offered", e->offered);
    json_put_bool(w, "interview_declined", e->declined);
    json_put_bool(w, "interview_held", e->held);
    json_put_bool(w, "interview_in_time", e->in_time);
    json_put_bool(w, "unreported", e->unreported);
    json_close_object(w);
}

static status tell(void *self, struct task *t, const struct truth *truth)
{
    struct making *m = self;
    if (!m->truth_file)
        return OK;
    struct text out = text_open(t->arena, 4 << 20);
    struct json_writer w = json_writer_open(&out);
    json_open_object(&w, NULL);
    json_put_int(&w, "child", truth->child);
    json_put_textz(&w, "pattern", truth->pattern);
    json_put_int(&w, "placements", truth->placements);
    json_put_int(&w, "out_of_area", truth->out_of_area);
    json_put_int(&w, "not_approved_in_time", truth->not_approved_in_time);
    json_put_int(&w, "not_notified_in_time", truth->not_notified_in_time);
    json_put_int(&w, "visits", truth->visits);
    json_put_int(&w, "late_visits", truth->late_visits);
    json_put_int(&w, "events", truth->events);
    json_put_int(&w, "network", truth->network);
    if (truth->exploited_from.us != NEVER.us)
        json_put_instant(&w, "exploited_from", truth->exploited_from);
    json_open_list(&w, "episodes");
    for (uint32_t i = 0; i < truth->episodes; i++)
        episode_json(&w, &truth->episode[i]);
    json_close_list(&w);
    json_close_object(&w);
    fprintf(m->truth_file, "%.*s\n", STR_ARG(text_done(&out)));
    return OK;
}

static status file_open(struct task *t, struct str path, FILE **ret)
{
    if (!path.len)
        return OK;
    *ret = str_is(path, "-") ? stdout : fopen(str_nul(t->arena, path), "wb");
    return *ret ? OK : fail(t, E_IO, "the file to write could not be made: check its folder");
}

static status file_shut(struct task *t, FILE *f)
{
    if (!f || f == stdout)
        return OK;
    bool failed = ferror(f) != 0;
    failed |= fclose(f) != 0;
    return failed ? fail(t, E_IO, "the file could not be written to its end") : OK;
}

static status into_register(struct task *t, const struct args *a, struct world_plan *plan,
                            const struct world_sink *sink, struct making *m)
{
    struct store_new n = { .where = a->register_at,
                           .authority_name = S("Northmere"),
                           .authority_code = S("E09999999"),
                           .made_up = true };
    TRY(store_init(t, &n));
    WITH_OPENED(o);
    TRY(opened_write(t, a, &o));
    m->writer = o.writer;
    m->arena = arena_open(BATCH_BYTES);
    m->append = NEWS(m->arena, struct append, BATCH_APPENDS);
    plan->authority = o.store->authority;
    plan->first_subject = journal_subject_count(o.store->journal) + 1;
    enum status made = world_make(t, plan, sink);
    if (made == OK)
        made = batch_send(t, m);
    arena_close(m->arena);
    progress_end();
    TRY(made);
    if (args_flag(a->evening)) {
        TRY(evening_before(t, &o, plan));
        TRY(evening_play(t, &o, plan, m));
        TRY(evening_work(t, &o, plan, m));
    }
    struct str note;
    TRY(writer_sign(t, o.writer, &note));
    return writer_idle(t, o.writer);
}

status run_simulate(struct task *t, const struct args *a)
{
    int64_t seed = 1, children = 120, years = 2;
    TRY(args_number(t, a->seed, "seed", 0, INT64_MAX, &seed));
    TRY(args_number(t, a->children, "children", 1, 1000000, &children));
    TRY(args_number(t, a->years, "years", 1, 18, &years));
    if (!a->register_at.len == !a->events.len)
        return fail(t, E_INVALID, "say either --register WHERE or --events FILE");
    struct world_plan plan = { .seed = (uint64_t)seed,
                               .children = (uint32_t)children,
                               .years = (uint32_t)years,
                               .authority = 1,
                               .first_subject = 2 };
    /* A fixed end, so that a seed alone fixes every byte; the demo's evening is tonight. */
    plan.until = uk_midnight(date_of((struct civil){ 2026, 4, 1 }));
    if (args_flag(a->evening))
        plan.until = task_now(t);
    TRY(args_instant(t, a->until, &plan.until));
    struct making m = { .of = children, .quiet_since = { plan.until.us - 10 * 24 * HOUR_US } };
    TRY(file_open(t, a->events, &m.events_file));
    TRY(file_open(t, a->truth, &m.truth_file));
    struct world_sink sink = { &m, take, tell };
    if (m.events_file)
        TRY(world_make(t, &plan, &sink));
    else
        TRY(into_register(t, a, &plan, &sink, &m));
    TRY(file_shut(t, m.truth_file));
    TRY(file_shut(t, m.events_file));
    if (a->events.len)
        return OK;
    struct text *out = out_open(t);
    text_addf(out, "made %lld children with %lld events\n", (long long)children,
              (long long)m.total);
    return out_done(t, out);
}
