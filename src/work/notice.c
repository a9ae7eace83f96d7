/* The outbox: notices written with the entries that cause them, and what became of each. */
#include "work/notice.h"

#include "base/limits.h"
#include "base/log.h"
#include "work/writer_inside.h"

enum { LAST, ADD, SEEN, ANSWERED };
static const struct statement writes[] = {
    [LAST] = { .name = "outbox.last",
               .sql = "SELECT coalesce(max(notice), 0) FROM outbox WHERE log = $1 AND child = $2",
               .params = 2, .columns = 1 },
    [ADD] = { .name = "outbox.add",
              .sql = "INSERT INTO outbox (log, child, notice, rule, started_n, step, role, person,"
                     " told) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
              .params = 9 },
    [SEEN] = { .name = "outbox.seen",
               .sql = "UPDATE outbox SET seen = $4, delivered = coalesce(delivered, $4)"
                      " WHERE log = $1 AND child = $2 AND person = $3 AND seen IS NULL",
               .params = 4 },
    [ANSWERED] = { .name = "outbox.answered",
                   .sql = "UPDATE outbox SET answered = $6, seen = coalesce(seen, $6),"
                          " delivered = coalesce(delivered, $6) WHERE log = $1 AND child = $2"
                          " AND person = $3 AND rule = $4 AND started_n = $5"
                          " AND answered IS NULL",
                   .params = 6 },
};

enum { NOTICES_AT_ONCE_MAX = 512, ROLES_OF_ONE_MAX = 32 };

status notice_prepare(struct task *t, struct db *kept)
{
    return db_prepare_all(t, kept, writes, COUNT(writes));
}

/* --- writing --- */

struct telling {
    struct writer *w;
    uint32_t child, home;
    int64_t last; /* number of the child's last notice */
    struct instant now;
    size_t count;
};

static status tell(struct telling *x, const struct instance *i, uint64_t about,
                   const struct owner *to)
{
    struct writer *w = x->w;
    struct value row[] = { I64(w->store->log), I64(x->child),  I64(++x->last),
                           I64(about),         I64(i->started_n), I64(0),
                           I64(to->role),      I64(to->person), I64(x->now.us) };
    TRY(db_run(&w->task, w->store->kept, &writes[ADD], row, COUNT(row)));
    w->counts.notices++;
    x->count++;
    return OK;
}

/* Everyone whom the rule names, each person once. */
static status tell_all(struct telling *x, const struct instance *i)
{
    struct writer *w = x->w;
    const struct rule_words *rule = rulebook_rule(w->store->rules, i->rule);
    uint64_t about = rule_about(rule->name);
    uint32_t roles = rule->alarm ? rule->tells : 0, told[ROLES_OF_ONE_MAX];
    size_t count = 0;
    unsigned owner = i->owner != ROLE_NONE ? i->owner : ROLE_DIRECTOR;
    roles |= UINT32_C(1) << owner;
    for (unsigned r = ROLE_NONE + 1; r < ROLES; r++) {
        struct owner to;
        if (!(roles >> r & 1))
            continue;
        status found = owners_find(&w->batch, w->owners, (enum role)r, x->child, x->home, x->now,
                                   &to);
        if (found != OK)
            return fail(&w->task, found, "%s", w->batch.reason);
        if (r == owner && i->given_to != 0)
            to.person = i->given_to;
        bool again = false;
        for (size_t k = 0; k < count; k++)
            again |= told[k] == to.person;
        if (again)
            continue;
        told[count++] = to.person;
        TRY(tell(x, i, about, &to));
    }
    return OK;
}

static bool is_news(const struct writer *w, const struct instance *i, int64_t now,
                    struct open_before before)
{
    return i->closing == OPEN && i->from <= now && i->from >= w->news_since.us &&
           !open_has(before, i);
}

static status start_telling(struct telling *x, const struct stream *s, const struct evaluation *e)
{
    struct writer *w = x->w;
    struct value of[] = { I64(w->store->log), I64(x->child) };
    TRY(batch_settle_rows(w)); /* the roles are looked up where the rows are */
    TRY(db_query_i64(&w->task, w->store->kept, &writes[LAST], of, COUNT(of), &x->last));
    x->home = placement_home(&w->task, s, placement_now(&e->child));
    owners_know_child(&w->batch, w->owners, x->child, &e->child);
    return OK;
}

status notices_of(struct writer *w, const struct stream *s, const struct evaluation *e,
                  struct open_before before)
{
    struct telling x = { .w = w, .child = s->subject, .last = -1, .now = task_now(&w->task) };
    for (uint32_t k = 0; k < e->count && x.count < NOTICES_AT_ONCE_MAX; k++) {
        const struct instance *i = &e->instance[k];
        if (!is_news(w, i, x.now.us, before))
            continue;
        if (x.last < 0)
            TRY(start_telling(&x, s, e));
        TRY(tell_all(&x, i));
    }
    if (x.count >= NOTICES_AT_ONCE_MAX)
        log_line(LOG_WARN, "notices-cut", "child=%u at=%d", x.child, NOTICES_AT_ONCE_MAX);
    return OK;
}

status notices_answered(struct writer *w, const struct append *a)
{
    for (size_t k = 0; k < a->count; k++) {
        const struct event *e = &a->events[k];
        if (e->author == 0 || (e->kind != EV_ALARM_ACKNOWLEDGED &&
                               e->kind != EV_ALARM_DECIDED && e->kind != EV_DUTY_ACKNOWLEDGED))
            continue;
        struct value of[] = { I64(w->store->log), I64(e->subject), I64(e->author),
                              I64(rule_about(event_text(e, "rule"))),
                              I64(event_number(e, "started")), I64(task_now(&w->task).us) };
        TRY(db_run(&w->task, w->store->kept, &writes[ANSWERED], of, COUNT(of)));
    }
    return OK;
}

struct seeing {
    uint32_t person, child;
};
static status mark_seen(struct writer *w, void *self)
{
    const struct seeing *s = self;
    struct value of[] = { I64(w->store->log), I64(s->child), I64(s->person),
                          I64(task_now(&w->task).us) };
    return db_run(&w->task, w->store->kept, &writes[SEEN], of, COUNT(of));
}

status notice_seen(struct task *t, struct writer *w, uint32_t person, uint32_t child)
{
    if (person == 0)
        return OK;
    struct seeing s = { person, child };
    return writer_do_inside(t, w, mark_seen, &s);
}
