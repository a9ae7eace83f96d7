/* The verbs `calendar` and `alert`: deadlines for a calendar program, and the draft for police. */
#include <stdio.h>

#include "main/command.h"
#include "send/calendar_feed.h"
#include "send/rescue_alert.h"
#include "work/store_open.h"

static status person_of(struct task *t, struct str option, const char *name, uint32_t *ret)
{
    int64_t number = 0;
    TRY(args_number(t, option, name, 1, UINT32_MAX, &number));
    if (!number)
        return fail(t, E_INVALID, "say which person: --%s NO (`sightline people` lists them)",
                    name);
    *ret = (uint32_t)number;
    return OK;
}

static void print_address(struct text *out, const struct store *s, struct str word)
{
    struct str base = store_send_settings(s)->base_address;
    text_addf(out, "%.*s/calendar/%.*s\n", STR_ARG(base), STR_ARG(word));
}

static status calendar_new(struct task *t, const struct args *a, uint32_t person)
{
    WITH_OPENED(o);
    struct str word;
    TRY(opened_write(t, a, &o));
    TRY(feed_renew(t, o.store, o.writer, o.reader, person, &word));
    struct text *out = out_open(t);
    print_address(out, o.store, word);
    return out_done(t, out);
}

status run_calendar(struct task *t, const struct args *a)
{
    uint32_t person;
    TRY(person_of(t, a->person, "person", &person));
    if (args_flag(a->new_one))
        return calendar_new(t, a, person);
    WITH_OPENED(o);
    struct str word, feed;
    struct instant at = task_now(t);
    TRY(args_instant(t, a->at, &at));
    TRY(opened_read(t, a, &o));
    struct text *out = out_open(t);
    if (args_flag(a->print)) {
        TRY(feed_write(t, o.reader, person, at, &feed));
        text_add(out, feed);
        return out_done(t, out);
    }
    TRY(feed_word(t, o.reader, person, &word));
    print_address(out, o.store, word);
    return out_done(t, out);
}

static status alert_with(struct task *t, const struct args *a, struct opened *o, uint32_t author,
                         struct text *out)
{
    struct alert_asked asked = { .store = o->store,
                                 .writer = o->writer,
                                 .reader = o->reader,
                                 .author = author,
                                 .reason = a->reason };
    int64_t alert = 0;
    struct str xml = S("");
    TRY(look_find_child(t, o->reader, a->child, &asked.child));
    TRY(args_number(t, a->alert, "alert", 1, INT64_C(1) << 52, &alert));
    asked.alert = alert;
    if (a->words == 0) {
        TRY(rescue_alert_draft(t, &asked, &alert, &xml));
        fprintf(stderr,
                "sightline: alert %lld is drafted; only a person of the police may release"
                " it\n",
                (long long)alert);
    } else if (!alert) {
        return fail(t, E_INVALID, "say which alert: --alert NO");
    } else if (str_is(a->word[0], "release")) {
        TRY(rescue_alert_release(t, &asked));
        text_addf(out, "alert %lld is released to the police; publishing it is theirs to do\n",
                  (long long)alert);
    } else if (str_is(a->word[0], "cancel")) {
        TRY(rescue_alert_cancel(t, &asked, &xml));
    } else {
        return fail(t, E_INVALID, "say alert, alert release or alert cancel");
    }
    text_add(out, xml);
    return OK;
}

status run_alert(struct task *t, const struct args *a)
{
    uint32_t author;
    WITH_OPENED(o);
    if (!a->child.len)
        return fail(t, E_INVALID, "say which child: --child ID");
    TRY(person_of(t, a->author, "author", &author));
    TRY(opened_write(t, a, &o));
    struct text *out = out_open(t);
    TRY(alert_with(t, a, &o, author, out));
    return out_done(t, out);
}
