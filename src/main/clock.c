/* The verb `clock`: what fell due is acted on once, and what comes next is said. */
#include "main/command.h"
#include "work/clockwork.h"

static void print_done(struct task *t, struct text *out, const struct clock_done *d, bool json)
{
    bool waits = d->next.us != NEVER.us;
    if (json) {
        struct json_writer w = json_writer_open(out);
        json_open_object(&w, NULL);
        json_put_int(&w, "raised", d->raised);
        json_put_int(&w, "warned", d->warned);
        json_put_int(&w, "escalated", d->escalated);
        json_put_int(&w, "late", d->late);
        json_put_int(&w, "waiting", (int64_t)d->waiting);
        json_put_text(&w, "next", waits ? instant_text(t->arena, d->next) : S(""));
        json_close_object(&w);
        text_addc(out, '\n');
        return;
    }
    text_addf(out, "%u alarms rang, %u owners were warned, %u steps up a ladder were taken (%u of"
                   " them late)\n", d->raised, d->warned, d->escalated, d->late);
    if (waits)
        text_addf(out, "next at %.*s; %zu children, homes and agencies wait for something\n",
                  STR_ARG(instant_words(t->arena, d->next)), d->waiting);
    else
        text_addz(out, "nothing is to come until something is recorded\n");
}

status run_clock(struct task *t, const struct args *a)
{
    struct instant now = task_now(t);
    struct clock_done done;
    TRY(args_instant(t, a->at, &now));
    WITH_OPENED(o);
    TRY(opened_write(t, a, &o));
    if (a->at.len > 0 && !o.store->made_up)
        return fail(t, E_INVALID, "--at is for a register of made-up people: in a real one the"
                                  " steps of a ladder are taken when they fall due");
    struct clock before = t->clock;
    if (a->at.len > 0)
        t->clock = clock_stopped(&now);
    struct clockwork *c;
    status ran = clockwork_open(t, o.store, o.writer, &c);
    if (ran == OK) {
        ran = clockwork_run(t, c, now, &done);
        clockwork_close(c);
    }
    t->clock = before;
    TRY(ran);
    struct text *out = out_open(t);
    print_done(t, out, &done, args_flag(a->json));
    return out_done(t, out);
}
