/* The verb `send`: notices that leave the program, delivered once; and what could not be. */
#include <stdio.h>

#include "journal/journal.h"
#include "main/command.h"
#include "send/carry.h"

static void counts_print(struct task *t, struct text *out, const struct carried_counts *n,
                         struct instant next, bool json)
{
    if (json) {
        struct json_writer w = json_writer_open(out);
        json_open_object(&w, NULL);
        json_put_int(&w, "handed_over", n->handed_over);
        json_put_int(&w, "delivered", n->delivered);
        json_put_int(&w, "waiting", n->waiting);
        json_put_int(&w, "returned", n->returned);
        json_put_int(&w, "dead", n->dead);
        json_put_instant(&w, "next", next);
        json_close_object(&w);
        text_addc(out, '\n');
        return;
    }
    text_addf(out, "%lld messages handed over, %lld known to have arrived, %lld to be tried again,"
                   " %lld came back, %lld given up\n", (long long)n->handed_over,
              (long long)n->delivered, (long long)n->waiting, (long long)n->returned,
              (long long)n->dead);
    if (next.us != NEVER.us)
        text_addf(out, "next at %.*s\n", STR_ARG(instant_words(t->arena, next)));
    if (n->dead > 0)
        text_addz(out, "what was given up is somebody's work now: see `sightline send list`\n");
}

static status send_once(struct task *t, const struct args *a, struct opened *o)
{
    struct carrier *c;
    struct carried_counts n;
    struct instant next;
    if (carrier_check(t, o->store) != OK)
        fprintf(stderr, "sightline: %s\n", t->reason);
    TRY(carrier_open(t, o->store, o->writer, NULL, &c));
    status done = carrier_once(t, c, &n);
    carrier_close(c);
    TRY(done);
    TRY(dispatch_next(t, o->reader, &next));
    struct text *out = out_open(t);
    counts_print(t, out, &n, next, args_flag(a->json));
    if (!carrier_wanted(o->store) && !args_flag(a->json))
        text_addz(out, "no messages leave this register: the settings send-email, send-sms and"
                       " send-letter name nobody who carries them\n");
    return out_done(t, out);
}

static void letter_json(struct json_writer *w, const struct dead_letter *x)
{
    json_open_object(w, NULL);
    json_put_text(w, "reference", x->of.reference);
    json_put_int(w, "person", x->of.person);
    json_put_text(w, "who", x->who);
    json_put_textz(w, "channel", dispatch_channel_words(x->of.channel));
    json_put_text(w, "because", x->because);
    json_put_text(w, "trouble", x->of.trouble);
    json_put_int(w, "tried", x->of.attempts);
    json_put_instant(w, "since", x->of.created);
    json_put_int(w, "owner", x->owner.person);
    json_put_text(w, "owner_name", x->owner.name);
    json_put_text(w, "remedy", x->remedy);
    json_close_object(w);
}

static status send_list(struct task *t, const struct args *a, struct opened *o)
{
    struct dead_letters l;
    TRY(dispatch_dead(t, o->reader, task_now(t), &l));
    struct text *out = out_open(t);
    if (args_flag(a->json)) {
        struct json_writer w = json_writer_open(out);
        json_open_object(&w, NULL);
        json_put_bool(&w, "cut", l.cut);
        json_open_list(&w, "dead");
        for (size_t i = 0; i < l.count; i++)
            letter_json(&w, &l.at[i]);
        json_close_list(&w);
        json_close_object(&w);
        text_addc(out, '\n');
        return out_done(t, out);
    }
    text_addf(out, "%zu messages did not arrive%s\n", l.count, l.cut ? ", and more" : "");
    for (size_t i = 0; i < l.count; i++) {
        const struct dead_letter *x = &l.at[i];
        text_addf(out, "%.*s  to %.*s (no:%u), since %.*s\n  %.*s\n  why: %.*s\n  %.*s's to see"
                       " to: %.*s\n", STR_ARG(x->of.reference), STR_ARG(x->who), x->of.person,
                  STR_ARG(instant_words(t->arena, x->of.created)), STR_ARG(x->because),
                  STR_ARG(x->of.trouble),
                  STR_ARG(x->owner.name.len > 0 ? x->owner.name : S("nobody")), STR_ARG(x->remedy));
    }
    return out_done(t, out);
}

/* Who sees to a dead letter says so in their own name. */
static status see_to(struct task *t, const struct args *a, struct opened *o, bool settle)
{
    int64_t author = 0;
    enum subject_kind kind;
    TRY(args_number(t, a->author, "author", 1, UINT32_MAX, &author));
    if (a->words != 2 || author == 0)
        return fail(t, E_INVALID, "say which one and who sees to it: send %s REFERENCE --author"
                                  " NO%s", settle ? "settle" : "retry",
                    settle ? " --reason \"how they were told\"" : "");
    TRY(journal_subject_kind(t, o->store->journal, (uint32_t)author, &kind));
    if (kind != SUBJECT_PERSON)
        return fail(t, E_INVALID, "no:%lld is no person: `sightline people` lists them",
                    (long long)author);
    t->actor.person = (uint32_t)author;
    TRY(settle ? dispatch_settle(t, o->writer, a->word[1], a->reason)
               : dispatch_retry(t, o->writer, a->word[1]));
    struct text *out = out_open(t);
    text_addf(out, settle ? "settled\n" : "it goes again with the next `send`, or by itself while"
                                          " `serve` runs\n");
    return out_done(t, out);
}

status run_send(struct task *t, const struct args *a)
{
    struct str what = a->words > 0 ? a->word[0] : S("");
    WITH_OPENED(o);
    if (str_is(what, "list")) {
        TRY(opened_read(t, a, &o));
        return send_list(t, a, &o);
    }
    if (what.len > 0 && !str_is(what, "retry") && !str_is(what, "settle"))
        return fail(t, E_INVALID, "say send, send list, send retry or send settle");
    TRY(opened_write(t, a, &o));
    return what.len == 0 ? send_once(t, a, &o) : see_to(t, a, &o, str_is(what, "settle"));
}
