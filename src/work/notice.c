/* The outbox: notices written with the entries that cause them, and what became of each. */
#include "work/notice.h"

#include "base/limits.h"
#include "base/log.h"
#include "journal/journal.h"
#include "work/dispatch.h"
#include "work/writer_inside.h"

enum {
    LAST,
    ADD,
    TOLD,
    UNSEEN,
    SEEN,
    UNANSWERED,
    ANSWERED
};
static const struct statement writes[] = {
    [LAST] = { .name = "outbox.last",
               .sql = "SELECT coalesce(max(notice), 0) FROM outbox WHERE log = $1 AND child = $2",
               .params = 2,
               .columns = 1 },
    [ADD] = { .name = "outbox.add",
              .sql = "INSERT INTO outbox (log, child, notice, rule, started_n, step, role, person,"
                     " told) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
              .params = 9 },
    [TOLD] = { .name = "outbox.told",
               .sql = "SELECT count(*) FROM outbox WHERE log = $1 AND child = $2 AND rule = $3"
                      " AND started_n = $4 AND step = 0",
               .params = 4,
               .columns = 1 },
    [UNSEEN] = { .name = "outbox.unseen",
                 .sql = "SELECT notice, rule FROM outbox WHERE log = $1 AND child = $2"
                        " AND person = $3 AND seen IS NULL ORDER BY notice LIMIT 1000",
                 .params = 3,
                 .columns = 2 },
    [SEEN] = { .name = "outbox.seen",
               .sql = "UPDATE outbox SET seen = $5, delivered = coalesce(delivered, $5)"
                      " WHERE log = $1 AND child = $2 AND person = $3 AND notice <= $4"
                      " AND seen IS NULL",
               .params = 5 },
    [UNANSWERED] = { .name = "outbox.unanswered",
                     .sql = "SELECT notice, rule FROM outbox WHERE log = $1 AND child = $2"
                            " AND person = $3 AND rule = $4 AND started_n = $5"
                            " AND answered IS NULL ORDER BY notice LIMIT 1000",
                     .params = 5,
                     .columns = 2 },
    [ANSWERED] = { .name = "outbox.answered",
                   .sql = "UPDATE outbox SET answered = $6, seen = coalesce(seen, $6),"
                          " delivered = coalesce(delivered, $6) WHERE log = $1 AND child = $2"
                          " AND person = $3 AND rule = $4 AND started_n = $5"
                          " AND answered IS NULL",
                   .params = 6 },
};

enum {
    NOTICES_AT_ONCE_MAX = 512,
    ROLES_OF_ONE_MAX = 32,
    NOTICES_OF_ONE_MAX = 1000
};

status notice_prepare(struct task *t, struct db *kept)
{
    return db_prepare_all(t, kept, writes, COUNT(writes));
}

/* --- writing --- */

status notice_add(struct writer *w, const struct notice_new *n)
{
    struct value of[] = { I64(w->store->log), I64(n->subject) };
    const struct rule_words *rule = rulebook_rule(w->store->rules, n->rule);
    struct instant now = task_now(&w->task);
    int64_t last;
    TRY(db_query_i64(&w->task, w->store->kept, &writes[LAST], of, COUNT(of), &last));
    struct value row[] = { I64(w->store->log), I64(n->subject),
                           I64(last + 1),      I64(rule_about(rule->name)),
                           I64(n->started_n),  I64(n->step),
                           I64(n->to.role),    I64(n->to.person),
                           I64(now.us) };
    TRY(db_run(&w->task, w->store->kept, &writes[ADD], row, COUNT(row)));
    w->counts.notices++;
    enum dispatch_why why = n->step == NOTICE_BEGAN    ? DISPATCH_BEGAN
                            : n->step == NOTICE_WARNED ? DISPATCH_WARNED
                                                       : DISPATCH_OVERDUE;
    return dispatch_add(w, &(struct dispatch_new){ .subject = n->subject,
                                                   .notice = (uint32_t)last + 1,
                                                   .person = n->to.person,
                                                   .rule = n->rule,
                                                   .why = (uint8_t)why,
                                                   .began = n->began });
}

struct telling {
    struct writer *w;
    const struct stream *s;
    enum subject_kind kind;
    struct whereabouts at;
    struct instant now;
    bool started;
    size_t count;
};

static status start_telling(struct telling *x)
{
    struct writer *w = x->w;
    if (x->started)
        return OK;
    TRY(batch_settle_rows(w)); /* the roles are looked up where the rows are */
    const struct evaluation *e = w->folding->evaluation;
    x->at = whereabouts_of(&w->task, x->kind, x->s, e);
    if (x->kind == SUBJECT_CHILD)
        owners_know_child(&w->batch, w->owners, x->s->subject, &e->child);
    x->started = true;
    return OK;
}

/* Everyone whom the rule names, each person once. */
static status tell_all(struct telling *x, const struct instance *i)
{
    struct writer *w = x->w;
    const struct rule_words *rule = rulebook_rule(w->store->rules, i->rule);
    uint32_t roles = rule->alarm ? rule->tells : 0, told[ROLES_OF_ONE_MAX];
    size_t count = 0;
    unsigned owner = i->owner != ROLE_NONE ? i->owner : ROLE_DIRECTOR;
    roles |= UINT32_C(1) << owner;
    TRY(start_telling(x));
    for (unsigned r = ROLE_NONE + 1; r < ROLES; r++) {
        struct notice_new n = { .subject = x->s->subject,
                                .rule = i->rule,
                                .started_n = i->started_n,
                                .step = NOTICE_BEGAN,
                                .began = { i->from } };
        if (!(roles >> r & 1))
            continue;
        status found =
            owners_find(&w->batch, w->owners, (enum role)r, x->at.child, x->at.home, x->now, &n.to);
        if (found != OK)
            return fail(&w->task, found, "%s", w->batch.reason);
        if (r == owner && i->given_to != 0)
            n.to.person = i->given_to;
        bool again = false;
        for (size_t k = 0; k < count; k++)
            again |= told[k] == n.to.person;
        if (again)
            continue;
        told[count++] = n.to.person;
        TRY(notice_add(w, &n));
        x->count++;
    }
    return OK;
}

static bool is_news(const struct writer *w, const struct instance *i, int64_t now,
                    struct open_before before)
{
    return i->closing == OPEN && i->from <= now && i->from >= w->news_since.us &&
           !open_has(before, i);
}

/* An alarm that the clock has said rings: as a rule this batch tells of it as news; else it was
 * told of before, or came in too late for that and is told of now. */
static status tell_raised(struct telling *x, uint32_t n, struct open_before before)
{
    struct writer *w = x->w;
    const struct evaluation *e = w->folding->evaluation;
    for (uint32_t k = 0; k < e->count; k++) {
        const struct instance *i = &e->instance[k];
        if (i->raised_n != n || i->closing != OPEN || is_news(w, i, x->now.us, before))
            continue;
        uint64_t about = rule_about(rulebook_rule(w->store->rules, i->rule)->name);
        struct value of[] = { I64(w->store->log), I64(x->s->subject), I64(about),
                              I64(i->started_n) };
        int64_t told;
        TRY(db_query_i64(&w->task, w->store->kept, &writes[TOLD], of, COUNT(of), &told));
        if (told == 0)
            TRY(tell_all(x, i));
    }
    return OK;
}

status notices_of(struct writer *w, enum subject_kind kind, const struct stream *s,
                  uint32_t before_n, struct open_before before)
{
    const struct evaluation *e = w->folding->evaluation;
    struct telling x = { .w = w, .s = s, .kind = kind, .now = task_now(&w->task) };
    for (uint32_t k = 0; k < e->count && x.count < NOTICES_AT_ONCE_MAX; k++) {
        if (is_news(w, &e->instance[k], x.now.us, before))
            TRY(tell_all(&x, &e->instance[k]));
    }
    for (uint32_t n = before_n; n < s->count && !w->bulk; n++) {
        if (s->fact[n].kind == EV_ALARM_RAISED)
            TRY(tell_raised(&x, n + 1, before));
    }
    if (x.count >= NOTICES_AT_ONCE_MAX)
        log_line(LOG_WARN, "notices-cut", "subject=%u at=%d", s->subject, NOTICES_AT_ONCE_MAX);
    return OK;
}

/* --- what becomes of them --- */

struct outcome {
    enum event_kind kind;
    uint32_t person, subject; /* who was told; of whom */
    int64_t last;             /* the last notice found */
};

/* In the stream of who was told, so that it goes with that person's part of the record. */
static struct event outcome_event(struct writer *w, const struct outcome *o, int64_t notice,
                                  uint64_t about)
{
    uint16_t rule = rulebook_by_about(w->store->rules, about);
    struct event e = event_new(o->kind, o->person, task_now(&w->task));
    e.author = o->person;
    e.agency = w->task.actor.agency != 0 ? w->task.actor.agency : w->store->authority;
    e.role = w->task.actor.role;
    event_set_number(&e, "notice", (int64_t)o->subject << 20 | notice);
    event_set_number(&e, "of", o->subject);
    event_set_text(&e, "channel", S("program"));
    if (rule != UINT16_MAX)
        event_set_text(&e, "rule", rulebook_rule(w->store->rules, rule)->name);
    return e;
}

static status say_outcome(struct writer *w, int which, const struct value *in, size_t in_count,
                          struct outcome *o, bool *ret_any)
{
    struct {
        int64_t notice;
        uint64_t about;
    } found[NOTICES_OF_ONE_MAX]; /* an event is large, and nearly always there are few */
    size_t count = 0;
    WITH_CURSOR(rows);
    TRY(db_query(&w->task, w->store->kept, &writes[which], in, in_count, &rows));
    while (count < NOTICES_OF_ONE_MAX && cursor_next(&rows)) {
        found[count].notice = cursor_i64(&rows);
        found[count++].about = (uint64_t)cursor_i64(&rows);
    }
    TRY(cursor_done(&rows));
    struct event *e = NEWS(w->arena, struct event, count + 1);
    for (size_t i = 0; i < count; i++)
        e[i] = outcome_event(w, o, found[i].notice, found[i].about);
    o->last = count > 0 ? found[count - 1].notice : o->last;
    *ret_any = count > 0;
    enum subject_kind kind = SUBJECT_NONE;
    if (count > 0)
        TRY(journal_subject_kind(&w->task, w->store->journal, o->person, &kind));
    if (kind != SUBJECT_PERSON)
        return OK; /* a role was given to a number that is nobody's */
    struct append a = { .events = e, .count = count, .expected_n = APPEND_ANY };
    return batch_note(w, &a);
}

static status answer_one(struct writer *w, const struct event *e)
{
    struct outcome o = { EV_NOTICE_ACKNOWLEDGED, e->author, e->subject, 0 };
    struct value of[] = { I64(w->store->log),
                          I64(e->subject),
                          I64(e->author),
                          I64(rule_about(event_text(e, "rule"))),
                          I64(event_number(e, "started")),
                          I64(task_now(&w->task).us) };
    bool any;
    TRY(say_outcome(w, UNANSWERED, of, COUNT(of) - 1, &o, &any));
    return any ? db_run(&w->task, w->store->kept, &writes[ANSWERED], of, COUNT(of)) : OK;
}

status notices_answered(struct writer *w, const struct append *a)
{
    for (size_t k = 0; k < a->count; k++) {
        const struct event *e = &a->events[k];
        bool answers = e->kind == EV_ALARM_ACKNOWLEDGED || e->kind == EV_ALARM_DECIDED ||
                       e->kind == EV_DUTY_ACKNOWLEDGED;
        if (e->author != 0 && answers)
            TRY(answer_one(w, e));
    }
    return OK;
}

struct seeing {
    uint32_t person, subject;
};
static status mark_seen(struct writer *w, void *self)
{
    const struct seeing *s = self;
    struct outcome o = { EV_NOTICE_OPENED, s->person, s->subject, 0 };
    struct value of[] = { I64(w->store->log), I64(s->subject), I64(s->person), I64(0),
                          I64(task_now(&w->task).us) };
    bool any;
    TRY(say_outcome(w, UNSEEN, of, 3, &o, &any));
    of[3] = I64(o.last);
    return any ? db_run(&w->task, w->store->kept, &writes[SEEN], of, COUNT(of)) : OK;
}

status notice_seen(struct task *t, struct writer *w, uint32_t person, uint32_t subject)
{
    if (person == 0)
        return OK;
    struct seeing s = { person, subject };
    return writer_do_inside(t, w, mark_seen, &s);
}
