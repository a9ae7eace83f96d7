/* Reads one subject's stream, as known at an instant, into facts and the text that folds read. */
#include "base/limits.h"
#include "journal/journal.h"
#include "register/file.h"

/* Rows read the text of these too, though no fold does. */
static bool rows_read(enum event_kind kind)
{
    return kind == EV_OUTCOMES_STATED || kind == EV_PERMANENCE_STATED ||
           kind == EV_LEAVING_CARE_STATED || kind == EV_PLACEMENT_ENDED;
}

static status part_take(struct task *t, const struct part *p, struct instant known_at, bool every,
                        struct stream *s)
{
    uint32_t at = p->n - 1;
    struct fact f = { 0 };
    s->seq[at] = p->seq;
    s->last_seq = p->seq;
    s->count = s->length = p->n;
    if (p->erased || p->payload.len == 0)
        return OK;
    if (!fact_read(p->payload, &f))
        return fail(t, E_CORRUPT, "entry %u of stream %u does not read as an event: check the"
                                  " journal", p->n, s->subject);
    if (f.recorded > known_at.us) {
        s->held_back++;
        return OK;
    }
    f.n = p->n;
    s->fact[at] = f;
    enum event_kind kind = (enum event_kind)f.kind;
    if (every || event_kind_def(kind)->keep || rows_read(kind))
        s->payload[at] = p->payload;
    return OK;
}

static status parts_read(struct task *t, struct stream_reader *r, uint32_t room,
                         struct instant known_at, bool every, struct stream *s)
{
    struct part p;
    while (stream_next(r, &p)) {
        if (p.n != s->length + 1)
            return fail(t, E_CORRUPT, "stream %u goes from entry %u to %u: check the journal",
                        s->subject, s->length, p.n);
        if (p.n > room)
            break; /* appended since: not part of this look */
        TRY(part_take(t, &p, known_at, every, s));
    }
    return OK;
}

status stream_read(struct task *t, struct journal *j, uint32_t subject, struct instant known_at,
                   bool every, struct stream *ret)
{
    uint32_t room = journal_stream_length(t, j, subject);
    if (room >= STREAM_EVENTS_MAX)
        return fail(t, E_LIMIT, "stream %u has %u entries, more than a stream may have", subject,
                    room);
    struct stream s = { .subject = subject, .last_seq = -1 };
    s.fact = NEWS(t->arena, struct fact, room + 1);
    s.payload = NEWS(t->arena, struct str, room + 1);
    s.seq = NEWS(t->arena, int64_t, room + 1);

    struct stream_reader r;
    TRY(stream_open(t, j, subject, 0, &r));
    status read = parts_read(t, &r, room, known_at, every, &s);
    status done = stream_done(&r);
    TRY(done != OK ? done : read);
    *ret = s;
    return OK;
}
