/* The program's own kinds of entry, each with what a person does instead, and its own keys. */
#include "work/own_entries.h"

#include "journal/journal.h"

#define BY_CLOCK "the clock says so by itself (`sightline clock`, or `serve`)"
#define BY_WATCH "`sightline watch` finds it by itself"
#define BY_CARRY "what carries notices says so by itself; `sightline send` sees to one"

#define BY_LOOK "the page of a file that you may not open asks why you must, and says so itself"

/* `stands`: nor may anyone else correct or withdraw it. What it rests on can be corrected. */
static const struct {
    enum event_kind kind;
    bool stands;
    const char *instead;
} own[] = {
    { EV_ALARM_RAISED, true, BY_CLOCK },
    { EV_DUTY_WARNED, true, BY_CLOCK },
    { EV_ESCALATED, true, BY_CLOCK },
    { EV_CO_MISSING_SEEN, true, BY_WATCH },
    { EV_HOME_SHARE_SEEN, true, BY_WATCH },
    { EV_AWAY_SHARE_SEEN, true, BY_WATCH },
    { EV_QUIET_HOME_SEEN, true, BY_WATCH },
    { EV_NOTICE_SENT, true, BY_CARRY },
    { EV_NOTICE_DELIVERED, true, BY_CARRY },
    { EV_NOTICE_OPENED, true, BY_CARRY },
    { EV_NOTICE_ACKNOWLEDGED, true, BY_CARRY },
    { EV_NOTICE_FAILED, true, BY_CARRY },
    { EV_NOTICE_RETRIED, true, BY_CARRY },
    { EV_NOTICE_SETTLED, true, BY_CARRY },
    { EV_GLASS_BROKEN, true, BY_LOOK },
    { EV_ODD_ACCESS_SEEN, true, "`sightline access review` finds it by itself" },
    { EV_PLACEMENT_NOTICE_SENT, false, "use `sightline partner notify`" },
    { EV_PLACEMENT_NOTICE_RECEIVED, false,
      "only what a partner's register signed is kept so; what came otherwise is a referral" },
    { EV_MESSAGE_RECEIPTED, true, "only a partner's signed receipt is kept so" },
    { EV_RESCUE_ALERT_DRAFTED, false, "use `sightline alert`" },
    { EV_RESCUE_ALERT_RELEASED, false, "use `sightline alert release`" },
    { EV_RESCUE_ALERT_CANCELLED, false, "use `sightline alert cancel`" },
};

/* A key that somebody else used first would make the program's own entry look like a repetition:
 * a ladder would never climb. */
static const char *const own_keys[] = { "step/", "watch/", "exchange/", "alert/",
                                        "regulator-notice/", "glass/", "odd-access/" };

static int own_at(enum event_kind kind)
{
    for (size_t i = 0; i < COUNT(own); i++)
        if (own[i].kind == kind)
            return (int)i;
    return -1;
}

bool own_entry(enum event_kind kind)
{
    return own_at(kind) >= 0;
}

/* Which kind of entry the n-th of a stream is; EV_NONE: none there, or erased. */
static status kind_at(struct task *t, struct journal *j, uint32_t subject, uint32_t n,
                      enum event_kind *ret)
{
    struct stream_reader r;
    struct part p;
    struct fact f;
    TRY(stream_open(t, j, subject, n - 1, &r));
    bool there = stream_next(&r, &p) && !p.erased && p.n == n;
    TRY(stream_done(&r));
    *ret = there && fact_read(p.payload, &f) ? (enum event_kind)f.kind : EV_NONE;
    return OK;
}

static status check_corrected(struct task *t, struct store *s, const struct event *e)
{
    enum event_kind kind;
    enum subject_kind known;
    if (e->corrects == 0 || journal_subject_kind(t, s->journal, e->subject, &known) != OK)
        return OK;
    TRY(kind_at(t, s->journal, e->subject, e->corrects, &kind));
    int at = own_at(kind);
    if (at < 0 || !own[at].stands)
        return OK;
    return fail(t, E_DENIED,
                "entry %u, %s, is what the program itself said and stands: correct the entry that"
                " it rests on, or answer it",
                e->corrects, event_kind_def(kind)->name);
}

status own_entries_check(struct task *t, struct store *s, const struct append *a)
{
    if (a->own)
        return OK;
    for (size_t i = 0; i < COUNT(own_keys); i++)
        if (str_starts(a->key, str_from(own_keys[i])))
            return fail(t, E_INVALID,
                        "keys that begin with \"%s\" are the program's own: choose another",
                        own_keys[i]);
    for (size_t i = 0; i < a->count; i++) {
        int at = own_at(a->events[i].kind);
        if (at >= 0)
            return fail(t, E_DENIED, "%s is what the program itself says: %s",
                        event_kind_def(a->events[i].kind)->name, own[at].instead);
        TRY(check_corrected(t, s, &a->events[i]));
    }
    return OK;
}
