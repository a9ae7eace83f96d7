/* Adds, takes and settles what leaves the program: each in one durable step of the writer. */
#include "work/dispatch.h"

#include "base/hash.h"
#include "work/dispatch_inside.h"
#include "work/send_settings.h"
#include "work/store_open.h"
#include "work/writer_inside.h"

enum { ADD, SEEN, DUE, TAKE, TRIED, RECOVER, ONE, AGAIN, DELIVERED };
enum { REFERENCE_BYTES = 10, OLD_NEWS_HOURS = 72, TAKEN_MAX = 64 };

static const struct statement statements[] = {
    [ADD] = { .name = "dispatch.add",
              .sql = "INSERT INTO dispatch (log, subject, notice, channel, person, rule,"
                     " reference, state, next_us, attempts, asked, created, changed, remote,"
                     " trouble) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, 0, 0, $8, $8, '', '')",
              .params = 8 },
    /* Who has seen it in the program need not be told again. */
    [SEEN] = { .name = "dispatch.seen",
               .sql = "UPDATE dispatch SET state = 6, next_us = NULL, changed = $2,"
                      " trouble = 'seen here before it was sent' WHERE log = $1"
                      " AND next_us <= $2 AND state < 3 AND EXISTS (SELECT 1 FROM outbox o"
                      " WHERE o.log = dispatch.log AND o.child = dispatch.subject"
                      " AND o.notice = dispatch.notice AND o.seen IS NOT NULL)",
               .params = 2 },
    [DUE] = { .name = "dispatch.due",
              .sql = "SELECT " DISPATCH_COLUMNS " FROM dispatch d WHERE d.log = $1"
                     " AND d.next_us <= $2 ORDER BY d.next_us, d.subject, d.notice, d.channel"
                     " LIMIT $3",
              .params = 3, .columns = DISPATCH_COLUMN_COUNT },
    [TAKE] = { .name = "dispatch.take",
               .sql = "UPDATE dispatch SET state = $5, next_us = $6, changed = $7 WHERE log = $1"
                      " AND subject = $2 AND notice = $3 AND channel = $4",
               .params = 7 },
    [TRIED] = { .name = "dispatch.tried",
                .sql = "UPDATE dispatch SET state = $5, next_us = $6, attempts = $7, asked = $8,"
                       " remote = $9, trouble = $10, changed = $11 WHERE log = $1"
                       " AND subject = $2 AND notice = $3 AND channel = $4",
                .params = 11 },
    [RECOVER] = { .name = "dispatch.recover",
                  .sql = "UPDATE dispatch SET next_us = $2 WHERE log = $1 AND state = 2"
                         " AND next_us > $2 AND next_us IS NOT NULL",
                  .params = 2 },
    [ONE] = { .name = "dispatch.one",
              .sql = "SELECT " DISPATCH_COLUMNS " FROM dispatch d WHERE d.log = $1"
                     " AND d.reference = $2",
              .params = 2, .columns = DISPATCH_COLUMN_COUNT },
    [AGAIN] = { .name = "dispatch.again",
                .sql = "UPDATE dispatch SET state = $5, next_us = $6, attempts = 0, changed = $7,"
                       " trouble = $8 WHERE log = $1 AND subject = $2 AND notice = $3"
                       " AND channel = $4",
                .params = 8 },
    [DELIVERED] = { .name = "dispatch.delivered",
                    .sql = "UPDATE outbox SET delivered = coalesce(delivered, $4)"
                           " WHERE log = $1 AND child = $2 AND notice = $3",
                    .params = 4 },
};

/* Of people, where their folded rows are. */
static const struct statement reach = {
    .name = "dispatch.reach",
    .sql = "SELECT coalesce(sl_email, ''), coalesce(sl_telephone, ''), coalesce(sl_postal, '')"
           " FROM ssd_professionals WHERE log = $1 AND subject = $2 ORDER BY k LIMIT 1",
    .params = 2, .columns = 3,
};

status dispatch_prepare(struct task *t, struct db *kept)
{
    return db_prepare_all(t, kept, statements, COUNT(statements));
}

const char *dispatch_channel_words(enum dispatch_channel c)
{
    switch (c) {
    case DISPATCH_EMAIL: return "e-mail";
    case DISPATCH_SMS: return "text message";
    case DISPATCH_LETTER: return "letter";
    case DISPATCH_CHANNELS: break;
    }
    return "a channel that this program does not know";
}

/* --- rows and events --- */

struct dispatch dispatch_read(struct cursor *rows)
{
    struct dispatch d = { .subject = (uint32_t)cursor_i64(rows) };
    d.notice = (uint32_t)cursor_i64(rows);
    d.channel = (enum dispatch_channel)cursor_i64(rows);
    d.person = (uint32_t)cursor_i64(rows);
    d.about = (uint64_t)cursor_i64(rows);
    d.reference = cursor_text(rows);
    d.state = (enum dispatch_state)cursor_i64(rows);
    bool over = cursor_is_nil(rows);
    int64_t next = cursor_i64(rows);
    d.next = over ? NEVER : (struct instant){ next };
    d.attempts = (uint32_t)cursor_i64(rows);
    d.asked = (uint32_t)cursor_i64(rows);
    d.created = (struct instant){ cursor_i64(rows) };
    d.remote = cursor_text(rows);
    d.trouble = cursor_text(rows);
    d.again = d.state == DISPATCH_TAKEN;
    return d;
}

uint64_t dispatch_notice_about(const struct dispatch *d)
{
    return (uint64_t)d->subject << 20 | d->notice;
}

struct event dispatch_event(const struct store *s, enum event_kind kind, const struct dispatch *d,
                            struct instant now)
{
    struct event e = event_new(kind, d->person, now);
    uint16_t rule = rulebook_by_about(s->rules, d->about);
    event_set_number(&e, "notice", (int64_t)dispatch_notice_about(d));
    event_set_number(&e, "of", d->subject);
    event_set_text(&e, "channel", str_from(dispatch_channel_words(d->channel)));
    if (rule != UINT16_MAX)
        event_set_text(&e, "rule", rulebook_rule(s->rules, rule)->name);
    return e;
}

/* No fold: nothing of a person is made of these, and a busy person's stream is long. */
status dispatch_append(struct writer *w, struct event *e)
{
    struct append a = { .events = e, .count = 1, .expected_n = APPEND_ANY };
    TRY(batch_note(w, &a));
    w->counts.events++;
    return OK;
}

/* --- adding --- */

static unsigned for_what(const struct rule_words *rule, enum dispatch_why why)
{
    static const unsigned levels[] = { [LEVEL_NONE] = SEND_FOR_LOW,
                                       [LEVEL_LOW] = SEND_FOR_LOW,
                                       [LEVEL_MEDIUM] = SEND_FOR_MEDIUM,
                                       [LEVEL_HIGH] = SEND_FOR_HIGH };
    if (rule->alarm)
        return levels[rule->level];
    switch (why) {
    case DISPATCH_BEGAN: return SEND_FOR_DUTY;
    case DISPATCH_WARNED: return SEND_FOR_DUTY_WARNED;
    case DISPATCH_OVERDUE: return SEND_FOR_DUTY_OVERDUE;
    }
    return 0;
}

struct reached {
    struct str address[DISPATCH_CHANNELS];
};
static status reach_of(struct task *t, const struct store *s, uint32_t person,
                       struct reached *ret)
{
    struct value in[] = { I64(s->log), I64(person) };
    struct reached found = { 0 };
    TRY(db_prepare_all(t, s->derived, &reach, 1));
    WITH_CURSOR(rows);
    TRY(db_query(t, s->derived, &reach, in, COUNT(in), &rows));
    if (cursor_next(&rows)) {
        found.address[DISPATCH_EMAIL] = cursor_text(&rows);
        found.address[DISPATCH_SMS] = cursor_text(&rows);
        found.address[DISPATCH_LETTER] = cursor_text(&rows);
    }
    TRY(cursor_done(&rows));
    *ret = found;
    return OK;
}

/* Eighty random bits as sixteen letters and digits that are not mistaken for one another. */
static struct str make_reference(struct arena *a)
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    uint8_t chance[REFERENCE_BYTES];
    random_bytes(chance, sizeof chance);
    struct text x = text_open(a, 32);
    for (unsigned i = 0; i < 16; i++) {
        unsigned bit = i * 5, at = bit / 8;
        unsigned two = (unsigned)chance[at] << 8 | (at + 1 < sizeof chance ? chance[at + 1] : 0);
        if (i > 0 && i % 4 == 0)
            text_addc(&x, '-');
        text_addc(&x, letters[two >> (11 - bit % 8) & 31]);
    }
    return text_done(&x);
}

static status add_one(struct writer *w, const struct dispatch_new *n, enum dispatch_channel c)
{
    struct task *t = &w->task;
    const struct rule_words *rule = rulebook_rule(w->store->rules, n->rule);
    struct value in[] = { I64(w->store->log), I64(n->subject), I64(n->notice), I64(c),
                          I64(n->person), I64(rule_about(rule->name)),
                          TEXT(make_reference(t->arena)), I64(task_now(t).us) };
    return db_run(t, w->store->kept, &statements[ADD], in, COUNT(in));
}

status dispatch_add(struct writer *w, const struct dispatch_new *n)
{
    const struct send_settings *s = store_send_settings(w->store);
    int64_t now = task_now(&w->task).us;
    if (!send_settings_any(s) || n->person == 0 || w->bulk ||
        n->began.us < now - OLD_NEWS_HOURS * HOUR_US)
        return OK;
    unsigned what = for_what(rulebook_rule(w->store->rules, n->rule), (enum dispatch_why)n->why);
    const bool wanted[DISPATCH_CHANNELS] = {
        [DISPATCH_EMAIL] = s->email != SEND_BY_NOBODY && (s->email_for & what),
        [DISPATCH_SMS] = s->sms != SEND_BY_NOBODY && (s->sms_for & what),
        [DISPATCH_LETTER] = s->letter != SEND_BY_NOBODY && (s->letter_for & what),
    };
    struct reached to = { 0 };
    if (wanted[DISPATCH_EMAIL] || wanted[DISPATCH_SMS] || wanted[DISPATCH_LETTER])
        TRY(reach_of(&w->task, w->store, n->person, &to));
    size_t added = 0;
    enum dispatch_channel first = DISPATCH_CHANNELS;
    for (enum dispatch_channel c = DISPATCH_EMAIL; c < DISPATCH_CHANNELS; c++) {
        if (!wanted[c])
            continue;
        first = first == DISPATCH_CHANNELS ? c : first;
        if (to.address[c].len == 0)
            continue;
        added++;
        TRY(add_one(w, n, c));
    }
    /* Nowhere to reach them: that becomes a dead letter, rather than nothing. */
    return added == 0 && first < DISPATCH_CHANNELS ? add_one(w, n, first) : OK;
}

/* --- taking --- */

struct taking {
    struct task *t; /* the asker's, who waits */
    size_t most;
    struct span hold;
    struct dispatch_list list;
};

static status list_due(struct writer *w, struct taking *x, int64_t now)
{
    struct value in[] = { I64(w->store->log), I64(now), I64(x->most) };
    WITH_CURSOR(rows);
    TRY(db_query(x->t, w->store->kept, &statements[DUE], in, COUNT(in), &rows));
    while (x->list.count < x->most && cursor_next(&rows))
        x->list.at[x->list.count++] = dispatch_read(&rows);
    return cursor_done(&rows);
}

static status take_one(struct writer *w, const struct taking *x, struct dispatch *d, int64_t now)
{
    /* To ask for a fate twice does no harm: it stays as it is. */
    enum dispatch_state state = d->state == DISPATCH_SENT ? DISPATCH_SENT : DISPATCH_TAKEN;
    struct value in[] = { I64(w->store->log), I64(d->subject), I64(d->notice), I64(d->channel),
                          I64(state), I64(now + x->hold.us), I64(now) };
    TRY(db_run(x->t, w->store->kept, &statements[TAKE], in, COUNT(in)));
    struct reached to;
    TRY(reach_of(x->t, w->store, d->person, &to));
    if (d->channel < DISPATCH_CHANNELS)
        d->address = to.address[d->channel];
    return OK;
}

static status take_all(struct writer *w, struct taking *x)
{
    int64_t now = task_now(x->t).us;
    struct value seen[] = { I64(w->store->log), I64(now) };
    TRY(db_run(x->t, w->store->kept, &statements[SEEN], seen, COUNT(seen)));
    TRY(list_due(w, x, now));
    if (x->list.count > 0)
        TRY(batch_settle_rows(w));
    for (size_t i = 0; i < x->list.count; i++)
        TRY(take_one(w, x, &x->list.at[i], now));
    return OK;
}

/* A failed call of the writer says why in the writer's own task. */
static status take(struct writer *w, void *self)
{
    struct taking *x = self;
    status done = take_all(w, x);
    return done == OK || x->t == &w->task ? done : fail(&w->task, done, "%s", x->t->reason);
}

status dispatch_take(struct task *t, struct writer *w, size_t most, struct span hold,
                     struct dispatch_list *ret)
{
    most = most < TAKEN_MAX ? most : TAKEN_MAX;
    struct taking x = { .t = t, .most = most, .hold = hold };
    x.list.at = NEWS(t->arena, struct dispatch, most + 1);
    TRY(writer_do_inside(t, w, take, &x));
    *ret = x.list;
    return OK;
}

static status recover(struct writer *w, void *self)
{
    (void)self;
    struct value in[] = { I64(w->store->log), I64(task_now(&w->task).us) };
    return db_run(&w->task, w->store->kept, &statements[RECOVER], in, COUNT(in));
}

status dispatch_recover(struct task *t, struct writer *w)
{
    return writer_do_inside(t, w, recover, NULL);
}

/* --- what came of it --- */

struct trying {
    const struct dispatch *d;
    const struct dispatch_result *r;
};

static status say_outcome(struct writer *w, const struct trying *x, struct instant now)
{
    static const enum event_kind kinds[] = {
        [OUTCOME_SENT] = EV_NOTICE_SENT,
        [OUTCOME_DELIVERED] = EV_NOTICE_DELIVERED,
        [OUTCOME_LATER] = EV_NONE,
        [OUTCOME_RETURNED] = EV_NOTICE_FAILED,
        [OUTCOME_GIVEN_UP] = EV_NOTICE_FAILED,
    };
    enum event_kind kind = kinds[x->r->outcome];
    bool said = x->r->outcome == OUTCOME_SENT && x->d->state == DISPATCH_SENT;
    if (kind == EV_NONE || said)
        return OK;
    struct event e = dispatch_event(w->store, kind, x->d, now);
    if (kind == EV_NOTICE_SENT)
        event_set_number(&e, "to", x->d->person);
    if (kind == EV_NOTICE_FAILED)
        event_set_text(&e, "why", x->r->trouble);
    return dispatch_append(w, &e);
}

static status write_outcome(struct writer *w, const struct trying *x, struct instant now)
{
    const struct dispatch *d = x->d;
    const struct dispatch_result *r = x->r;
    enum dispatch_state state = DISPATCH_WAITING;
    struct value next = I64(r->next.us);
    bool asking = d->state == DISPATCH_SENT;
    switch (r->outcome) {
    case OUTCOME_SENT:
        state = DISPATCH_SENT;
        next = r->next.us == NEVER.us ? NIL() : next;
        break;
    case OUTCOME_DELIVERED:
        state = DISPATCH_DELIVERED;
        next = NIL();
        break;
    case OUTCOME_LATER: state = asking ? DISPATCH_SENT : DISPATCH_WAITING; break;
    case OUTCOME_RETURNED: state = DISPATCH_WAITING; break;
    case OUTCOME_GIVEN_UP:
        state = DISPATCH_DEAD;
        next = I64(NEVER.us);
        break;
    }
    struct value in[] = { I64(w->store->log), I64(d->subject), I64(d->notice), I64(d->channel),
                          I64(state), next,
                          I64(d->attempts + (!asking && !r->not_tried)), I64(d->asked + asking),
                          TEXT(r->remote.len > 0 ? r->remote : d->remote), TEXT(r->trouble),
                          I64(now.us) };
    return db_run(&w->task, w->store->kept, &statements[TRIED], in, COUNT(in));
}

static status tried(struct writer *w, void *self)
{
    const struct trying *x = self;
    struct instant now = task_now(&w->task);
    TRY(say_outcome(w, x, now));
    TRY(write_outcome(w, x, now));
    if (x->r->outcome != OUTCOME_DELIVERED)
        return OK;
    struct value in[] = { I64(w->store->log), I64(x->d->subject), I64(x->d->notice), I64(now.us) };
    return db_run(&w->task, w->store->kept, &statements[DELIVERED], in, COUNT(in));
}

status dispatch_tried(struct task *t, struct writer *w, const struct dispatch *d,
                      const struct dispatch_result *r)
{
    struct trying x = { d, r };
    return writer_do_inside(t, w, tried, &x);
}

/* --- dead letters: what a person does about one --- */

struct seeing_to {
    struct str reference, how; /* how: empty to try again */
};

static status find_dead(struct writer *w, struct str reference, struct dispatch *ret)
{
    struct task *t = &w->task;
    struct value in[] = { I64(w->store->log), TEXT(reference) };
    WITH_CURSOR(rows);
    TRY(db_query(t, w->store->kept, &statements[ONE], in, COUNT(in), &rows));
    bool found = cursor_next(&rows);
    struct dispatch d = found ? dispatch_read(&rows) : (struct dispatch){ 0 };
    TRY(cursor_done(&rows));
    if (!found)
        return fail(t, E_MISSING, "no message has this reference: look at the list again");
    if (d.state != DISPATCH_DEAD)
        return fail(t, E_CONFLICT, "somebody has seen to this message already: look at the list"
                                   " again");
    *ret = d;
    return OK;
}

static status see_to(struct writer *w, void *self)
{
    const struct seeing_to *x = self;
    struct task *t = &w->task;
    struct instant now = task_now(t);
    struct dispatch d;
    bool retry = x->how.len == 0;
    TRY(find_dead(w, x->reference, &d));
    struct event e = dispatch_event(w->store, retry ? EV_NOTICE_RETRIED : EV_NOTICE_SETTLED, &d,
                                    now);
    e.author = t->actor.person;
    e.agency = t->actor.agency;
    e.role = t->actor.role;
    if (!retry)
        event_set_text(&e, "how", x->how);
    TRY(dispatch_append(w, &e));
    struct value in[] = { I64(w->store->log), I64(d.subject), I64(d.notice), I64(d.channel),
                          I64(retry ? DISPATCH_WAITING : DISPATCH_SETTLED),
                          retry ? I64(now.us) : NIL(), I64(now.us), TEXT(d.trouble) };
    return db_run(t, w->store->kept, &statements[AGAIN], in, COUNT(in));
}

status dispatch_retry(struct task *t, struct writer *w, struct str reference)
{
    struct seeing_to x = { .reference = reference };
    return writer_do_inside(t, w, see_to, &x);
}

status dispatch_settle(struct task *t, struct writer *w, struct str reference, struct str how)
{
    struct seeing_to x = { reference, str_trim(how) };
    if (x.how.len == 0)
        return fail(t, E_INVALID, "say how the person was reached instead");
    return writer_do_inside(t, w, see_to, &x);
}
