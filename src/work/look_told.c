/* Who was told about a child, whether it reached them, and whether they saw it. */
#include "base/limits.h"
#include "work/dispatch.h"
#include "work/notice.h"
#include "work/reader.h"

enum { TOLD_MAX = 1000 };
static const int64_t SOON_US = 600 * SECOND_US; /* what nobody has carried by then is trouble */

#define TOLD_COLUMNS                                                                              \
    "SELECT notice, rule, step, role, person, told, delivered, seen, answered FROM outbox o"      \
    " WHERE log = $1 AND child = $2"

enum { OF_CHILD, OF_INSTANCE, LEFT };
static const struct statement statements[] = {
    [OF_CHILD] = { .name = "told.of_child",
                   .sql = TOLD_COLUMNS " AND told >= $3 ORDER BY notice DESC LIMIT 1000",
                   .params = 3, .columns = 9 },
    [OF_INSTANCE] = { .name = "told.of_instance",
                      .sql = TOLD_COLUMNS " AND rule = $3 AND started_n = $4"
                                          " ORDER BY notice DESC LIMIT 1000",
                      .params = 4, .columns = 9 },
    [LEFT] = { .name = "told.left",
               .sql = "SELECT notice, channel, state, next_us, created, trouble FROM dispatch"
                      " WHERE log = $1 AND subject = $2 AND notice >= $3 AND notice <= $4"
                      " ORDER BY notice DESC, channel",
               .params = 4, .columns = 6 },
};

status told_prepare(struct task *t, struct reader *r)
{
    TRY(dispatch_look_prepare(t, r));
    return db_prepare_all(t, r->kept, statements, COUNT(statements));
}

static struct instant instant_or_never(struct cursor *rows)
{
    bool nil = cursor_is_nil(rows);
    int64_t us = cursor_i64(rows);
    return nil ? NEVER : (struct instant){ us };
}

static struct str because_of(struct reader *r, uint64_t about)
{
    uint16_t rule = rulebook_by_about(r->store->rules, about);
    return rule == UINT16_MAX ? S("a rule that this program does not know")
                              : rulebook_rule(r->store->rules, rule)->title;
}

static status read_told(struct task *t, struct reader *r, uint32_t child, int which,
                        const struct value *in, struct told *ret, uint32_t *ret_count)
{
    uint32_t count = 0;
    WITH_CURSOR(rows);
    TRY(db_query(t, r->kept, &statements[which], in, statements[which].params, &rows));
    while (count < TOLD_MAX && cursor_next(&rows)) {
        struct told *x = &ret[count++];
        x->notice = (uint64_t)child << 20 | (uint64_t)cursor_i64(&rows);
        x->because = because_of(r, (uint64_t)cursor_i64(&rows));
        x->step = (uint8_t)cursor_i64(&rows);
        x->role = (enum role)cursor_i64(&rows);
        x->person = (uint32_t)cursor_i64(&rows);
        x->told = (struct instant){ cursor_i64(&rows) };
        struct instant delivered = instant_or_never(&rows);
        x->delivered = delivered.us != NEVER.us;
        x->seen = instant_or_never(&rows);
        x->answered = instant_or_never(&rows);
        if (x->person == 0)
            x->trouble = S("nobody is registered: register who works here");
    }
    TRY(cursor_done(&rows));
    *ret_count = count;
    return OK;
}

/* What one channel says of a notice that has not arrived; nothing of one that has. */
static struct str channel_trouble(struct task *t, struct cursor *rows, bool *ret_went)
{
    const char *by = dispatch_channel_words((enum dispatch_channel)cursor_i64(rows));
    enum dispatch_state state = (enum dispatch_state)cursor_i64(rows);
    bool last = cursor_is_nil(rows);
    cursor_i64(rows);
    bool long_ago = cursor_i64(rows) < task_now(t).us - SOON_US;
    struct str why = cursor_text(rows);
    *ret_went = state == DISPATCH_DELIVERED || (state == DISPATCH_SENT && last);
    switch (state) {
    case DISPATCH_WAITING:
    case DISPATCH_TAKEN:
        if (why.len == 0)
            return long_ago ? str_print(t->arena, "%s: still waits to be sent", by) : S("");
        return str_print(t->arena, "%s: %.*s; it is tried again", by, STR_ARG(why));
    case DISPATCH_SENT:
        return str_print(t->arena, "%s: handed on, not yet known to have arrived", by);
    case DISPATCH_DEAD: return str_print(t->arena, "%s: %.*s", by, STR_ARG(why));
    case DISPATCH_DELIVERED:
    case DISPATCH_SETTLED: break;
    }
    return S("");
}

/* A message that went by one channel is not called undelivered for another that failed. */
static status add_what_left(struct task *t, struct reader *r, uint32_t child, struct told *told,
                            uint32_t count)
{
    const uint64_t within = (UINT64_C(1) << 20) - 1;
    if (count == 0)
        return OK;
    struct value in[] = { I64(r->store->log), I64(child), I64(told[count - 1].notice & within),
                          I64(told[0].notice & within) };
    uint32_t at = 0;
    bool went = false;
    WITH_CURSOR(rows);
    TRY(db_query(t, r->kept, &statements[LEFT], in, COUNT(in), &rows));
    while (cursor_next(&rows)) {
        uint64_t notice = (uint64_t)cursor_i64(&rows);
        bool this_went;
        struct str trouble = channel_trouble(t, &rows, &this_went);
        uint32_t before = at;
        while (at < count && (told[at].notice & within) > notice)
            at++;
        if (at == count || (told[at].notice & within) != notice)
            continue;
        went = this_went || (went && at == before);
        if (went)
            told[at].trouble = S("");
        else if (told[at].trouble.len == 0)
            told[at].trouble = trouble;
    }
    return cursor_done(&rows);
}

/* Afterwards, since a name needs a look of its own. */
static status name_all(struct task *t, struct reader *r, struct told *told, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct str name = S("");
        for (uint32_t k = 0; k < i && name.len == 0; k++) {
            if (told[k].person == told[i].person && told[k].role == told[i].role)
                told[i].who = name = told[k].who;
        }
        if (name.len > 0)
            continue;
        if (told[i].person != 0)
            TRY(look_name(t, r, told[i].person, &name));
        told[i].who = str_print(t->arena, "%.*s, %s", STR_ARG(name.len > 0 ? name : S("nobody")),
                                role_words(told[i].role));
    }
    return OK;
}

static status told(struct task *t, struct reader *r, uint32_t child, int which,
                   const struct value *in, struct told **ret_told, uint32_t *ret_count)
{
    struct told *all = NEWS(t->arena, struct told, TOLD_MAX);
    uint32_t count;
    TRY(read_told(t, r, child, which, in, all, &count));
    TRY(add_what_left(t, r, child, all, count));
    TRY(name_all(t, r, all, count));
    *ret_told = all;
    *ret_count = count;
    return OK;
}

status notice_told(struct task *t, struct reader *r, uint32_t child, struct instant since,
                   struct told **ret_told, uint32_t *ret_count)
{
    struct value in[] = { I64(r->store->log), I64(child), I64(since.us) };
    return told(t, r, child, OF_CHILD, in, ret_told, ret_count);
}

status notice_told_of(struct task *t, struct reader *r, uint32_t child, uint64_t about,
                      uint32_t started_n, struct told **ret_told, uint32_t *ret_count)
{
    struct value in[] = { I64(r->store->log), I64(child), I64(about), I64(started_n) };
    return told(t, r, child, OF_INSTANCE, in, ret_told, ret_count);
}
