/* Cuts a period of care into the return's episodes: a new one whenever legal status or placement
 * changes, and one only for all that changes on a day. */
#include "register/care_rows.h"

#include <string.h>

struct episode {
    bool open;
    int32_t day; /* on which it began */
    uint32_t n;
    char why;    /* reason for new episode: S L P T B U */
    uint8_t legal, need;
    uint64_t care, placement;
    int64_t entered;
    uint64_t legal_row;  /* k of the legal status in force; 0 none */
    int64_t legal_since;
};

static int32_t uk_day(int64_t us)
{
    return date_in_uk((struct instant){ us }).days;
}

static void episode_row(struct rows_of *r, const struct episode *e, struct value ceased,
                        struct value reason)
{
    uint32_t child = r->s->subject;
    ROW(r->out, SSD_CLA_EPISODES, e->n, id_within(r->a, child, e->n), id_of(r->a, child),
        TEXT(date_text(r->a, (struct date){ e->day })), TEXT(str_print(r->a, "%c", e->why)),
        said_code(CODES_NEED, e->need), ceased, reason, id_within(r->a, child, e->care), NIL(),
        e->placement != 0 ? id_within(r->a, child, e->placement) : NIL(), day_of(r->a, e->entered),
        NIL(), said_code(CODES_LEGAL_STATUS, e->legal));
}

static void legal_row(struct rows_of *r, struct episode *e, int64_t until)
{
    if (e->legal_row == 0)
        return;
    uint32_t child = r->s->subject;
    ROW(r->out, SSD_LEGAL_STATUS, e->legal_row, id_within(r->a, child, e->legal_row),
        id_of(r->a, child), said_code(CODES_LEGAL_STATUS, e->legal), day_of(r->a, e->legal_since),
        day_of(r->a, until));
    e->legal_row = 0;
}

/* Two changes on one day are one reason: legal status with placement is B, or U with one carer. */
static char both(char a, char b)
{
    if (a == 'S' || a == b)
        return a;
    bool legal = a == 'L' || b == 'L' || a == 'B' || b == 'B' || a == 'U' || b == 'U';
    bool carer = strchr("PB", a) || strchr("PB", b);
    return legal ? (carer ? 'B' : 'U') : 'P';
}

/* Only while in care; what changes then is set by the caller afterwards. */
static void change(struct rows_of *r, struct episode *e, const struct fact *f, char why)
{
    int32_t day = uk_day(f->happened);
    if (!e->open)
        return;
    if (day == e->day) {
        e->why = both(e->why, why);
        return;
    }
    episode_row(r, e, TEXT(date_text(r->a, (struct date){ day })), TEXT(S("X1")));
    e->day = day;
    e->n = f->n;
    e->why = why;
}

static void care_ends(struct rows_of *r, struct episode *e, const struct fact *f)
{
    legal_row(r, e, f->happened);
    if (!e->open)
        return;
    bool restarted = f->kind == EV_CARE_STARTED;
    episode_row(r, e, day_of(r->a, f->happened),
                restarted ? TEXT(S("X1")) : said_code(CODES_REASON_CEASED, f->code));
    e->open = false;
}

static void care_begins(struct rows_of *r, struct episode *e, const struct fact *f)
{
    care_ends(r, e, f);
    e->open = true;
    e->day = uk_day(f->happened);
    e->n = f->n;
    e->why = 'S';
    e->need = f->flags & 15;
    e->care = f->about != 0 ? f->about : f->n;
    e->entered = f->happened;
}

static void legal_begins(struct rows_of *r, struct episode *e, const struct fact *f)
{
    legal_row(r, e, f->happened);
    e->legal = f->code;
    e->legal_row = f->n;
    e->legal_since = f->happened;
}

static void placement_begins(struct rows_of *r, struct episode *e, const struct fact *f)
{
    const char *said = code_text(CODES_REASON_NEW_EPISODE, (f->flags >> 18) & 7);
    if (f->about != e->placement || *said != '\0')
        change(r, e, f, *said != '\0' ? *said : 'P');
    e->placement = f->about;
}

static void step(struct rows_of *r, struct episode *e, const struct fact *f)
{
    if (f->kind == EV_CARE_STARTED) {
        care_begins(r, e, f);
        legal_begins(r, e, f);
    } else if (f->kind == EV_LEGAL_STATUS_CHANGED) {
        change(r, e, f, 'L');
        legal_begins(r, e, f);
    } else if (f->kind == EV_PLACEMENT_STARTED) {
        placement_begins(r, e, f);
    } else if (f->kind == EV_PLACEMENT_ENDED && f->about == e->placement) {
        e->placement = e->open ? e->placement : 0;
    } else if (f->kind == EV_CARE_ENDED || f->kind == EV_CHILD_LEFT_CARE) {
        care_ends(r, e, f);
        e->placement = 0;
    } else if (f->kind == EV_CHILD_DIED) {
        struct fact died = *f;
        died.code = 4; /* E2 */
        care_ends(r, e, &died);
    }
}

void care_rows(struct rows_of *r)
{
    struct episode e = { 0 };
    for (uint32_t i = 0; i < r->count; i++)
        step(r, &e, &r->fact[i]);
    legal_row(r, &e, INT64_MAX);
    if (e.open)
        episode_row(r, &e, NIL(), NIL());
}
