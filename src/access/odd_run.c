/* One day's access looked over: notes what is odd, once, and lists it for review. */
#include "access/odd_run.h"

#include "register/need.h"
#include "work/send_settings.h"

enum {
    SURNAME,
    LEFT,
    CARE_ENDED
};
static const struct statement statements[] = {
    [SURNAME] = { .name = "odd.child_family",
                  .sql = "SELECT coalesce(pers_surname, '') FROM ssd_person WHERE log = $1"
                         " AND subject = $2 ORDER BY k LIMIT 1",
                  .params = 2,
                  .columns = 1 },
    [LEFT] = { .name = "odd.left",
               .sql = "SELECT count(*) FROM need_to_know WHERE log = $1 AND need_key = $2",
               .params = 2,
               .columns = 1 },
    [CARE_ENDED] = { .name = "odd.care_ended",
                     .sql = "SELECT coalesce(max(coalesce(clae_cla_episode_ceased_date,"
                            " '9999-12-31')), '') FROM ssd_cla_episodes WHERE log = $1"
                            " AND subject = $2",
                     .params = 2,
                     .columns = 1 },
};

struct asking {
    struct task *t;
    struct reader *r;
    status failed;
};

static struct str one_text(struct asking *x, int which, uint32_t subject)
{
    struct value in[] = { I64(x->r->store->log), I64(subject) };
    WITH_CURSOR(rows);
    status asked = db_query(x->t, x->r->derived, &statements[which], in, 2, &rows);
    struct str text = asked == OK && cursor_next(&rows) ? cursor_text(&rows) : S("");
    status done = asked == OK ? cursor_done(&rows) : asked;
    x->failed = done != OK ? done : x->failed;
    return text;
}

static struct str family_of_person(void *self, uint32_t person)
{
    struct asking *x = self;
    struct str name = S("");
    status found = look_name(x->t, x->r, person, &name);
    if (found != OK && found != E_MISSING)
        x->failed = found;
    return family_name(name);
}

static struct str family_of_child(void *self, uint32_t child)
{
    return one_text(self, SURNAME, child);
}

static bool has_left(void *self, uint32_t person)
{
    struct asking *x = self;
    int64_t count = 0;
    struct value in[] = { I64(x->r->store->log), I64(need_key(NEED_LEFT, person)) };
    status found = db_query_i64(x->t, x->r->derived, &statements[LEFT], in, 2, &count);
    if (found != OK && found != E_MISSING)
        x->failed = found;
    return count > 0;
}

static int64_t care_ended(void *self, uint32_t child)
{
    struct asking *x = self;
    struct date day;
    struct str text = one_text(x, CARE_ENDED, child);
    struct task ignored = { 0 };
    if (text.len == 0 || str_is(text, "9999-12-31") || date_parse(&ignored, text, &day) != OK)
        return INT64_MAX;
    return uk_midnight(day).us;
}

/* The same finding has the same number, so that a second run says nothing new. */
static uint64_t number_of(struct task *t, struct date day, const struct odd_row *row)
{
    struct str what =
        str_print(t->arena, "%d %u %u %u", day.days, row->person, row->child, (unsigned)row->why);
    return (hash64(what) & ((UINT64_C(1) << 51) - 1)) + 1;
}

static bool known_already(const struct odd_list *list, uint64_t look)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->at[i].look == look)
            return true;
    return false;
}

static status note(struct task *t, struct writer *w, const struct odd_row *row, uint64_t look)
{
    struct event e = event_new(EV_ODD_ACCESS_SEEN, 0, task_now(t));
    event_set_number(&e, "person", row->person);
    event_set_code(&e, "why", code_text(CODES_ODD_ACCESS, row->why));
    if (row->child != 0)
        event_set_number(&e, "child", row->child);
    event_set_number(&e, "count", row->count);
    event_set_number(&e, "look", (int64_t)look);
    return writer_note(t, w, &e);
}

struct odd_settings odd_settings_of(const struct store *s)
{
    const struct send_settings *said = store_send_settings(s);
    return (struct odd_settings){ (uint32_t)said->odd_many, (uint32_t)said->odd_times,
                                  (uint32_t)said->odd_refusals, (uint32_t)said->odd_left_days };
}

status odd_run(struct task *t, struct reader *r, struct writer *w, struct date day,
               uint32_t *ret_new)
{
    struct asking x = { .t = t, .r = r };
    struct odd_known known = { &x, family_of_person, family_of_child, has_left, care_ended };
    struct look_rows looks;
    struct odd_rows odd;
    struct odd_list before;
    *ret_new = 0;
    TRY(db_prepare_all(t, r->derived, statements, COUNT(statements)));
    TRY(look_log_prepare(t, r));
    TRY(look_log_of_day(t, r, day, &looks));
    struct odd_settings terms = odd_settings_of(r->store);
    odd_find(t->arena, &looks, &known, &terms, &odd);
    if (x.failed != OK)
        return x.failed;
    TRY(odd_look(t, r, &before));
    for (size_t i = 0; i < odd.count; i++) {
        uint64_t look = number_of(t, day, &odd.at[i]);
        if (known_already(&before, look))
            continue;
        TRY(note(t, w, &odd.at[i], look));
        (*ret_new)++;
    }
    return OK;
}

static void review_of(struct task *t, struct reader *r, const struct event *e, struct odd_list *l)
{
    for (size_t i = 0; i < l->count; i++) {
        struct odd_seen *o = &l->at[i];
        if (o->look != (uint64_t)event_number(e, "look") || o->verdict != 0)
            continue;
        o->verdict = code_number(CODES_LOOK_VERDICT, event_text(e, "verdict"));
        o->reason = event_text(e, "reason");
        if (e->author == 0 || look_name(t, r, e->author, &o->by) != OK)
            o->by = S("");
    }
}

status odd_look(struct task *t, struct reader *r, struct odd_list *ret)
{
    struct event *e;
    size_t count;
    TRY(look_log_events(t, r, 0, &e, &count));
    *ret = (struct odd_list){ .at = NEWS(t->arena, struct odd_seen, count + 1),
                              .cut = count > LOOKS_SHOWN_MAX };
    for (size_t i = 0; i < count; i++) {
        if (e[i].kind != EV_ODD_ACCESS_SEEN)
            continue;
        struct odd_seen *o = &ret->at[ret->count++];
        *o = (struct odd_seen){ .look = (uint64_t)event_number(&e[i], "look"),
                                .person = (uint32_t)event_number(&e[i], "person"),
                                .child = (uint32_t)event_number(&e[i], "child"),
                                .count = (uint32_t)event_number(&e[i], "count"),
                                .why = code_number(CODES_ODD_ACCESS, event_text(&e[i], "why")),
                                .at = e[i].happened };
        TRY(look_name(t, r, o->person, &o->name));
        if (o->child != 0)
            TRY(look_name(t, r, o->child, &o->child_name));
    }
    for (size_t i = 0; i < count; i++)
        if (e[i].kind == EV_ODD_ACCESS_REVIEWED)
            review_of(t, r, &e[i], ret);
    return OK;
}

status odd_yesterday(struct task *t, struct reader *r, struct writer *w, struct instant now)
{
    uint32_t found;
    return odd_run(t, r, w, (struct date){ date_in_uk(now).days - 1 }, &found);
}
