/* What a child may be found by that no other row has: names of other times and scripts, schools,
 * and the telephone and accounts that the police were given. */
#include "register/find_rows.h"

#include "base/hash.h"
#include "register/row_values.h"

/* The same words under the same part are one row, however often they were said. */
static void word_row(struct rows_of *r, enum find_part part, struct str words)
{
    words = str_trim(words);
    if (words.len == 0)
        return;
    uint64_t k = hash64(words) >> 8 | (uint64_t)part << 56; /* never negative in SQL */
    for (size_t i = r->out->count; i-- > 0 && r->out->at[i].table == DERIVED_FIND_WORD;)
        if (r->out->at[i].k == k)
            return;
    ROW(r->out, FIND_WORD, k, I64(part), TEXT(words));
}

static void name_rows(struct rows_of *r, const struct child_words *now, const struct event *e)
{
    struct str given = event_text(e, "given"), family = event_text(e, "family");
    struct str known_as = event_text(e, "known-as");
    word_row(r, FIND_SCRIPT, event_text(e, "script"));
    word_row(r, str_equal(known_as, now->known_as) ? FIND_KNOWN_AS : FIND_FORMER, known_as);
    if (!str_equal(given, now->given))
        word_row(r, FIND_FORMER, given);
    if (!str_equal(family, now->family))
        word_row(r, FIND_FORMER, family);
}

static void profile_rows(struct rows_of *r, const struct event *e)
{
    word_row(r, FIND_TELEPHONE, event_text(e, "phone"));
    word_row(r, FIND_ACCOUNT, event_text(e, "accounts"));
}

/* Of where the child lives now; a home's own is found with the home. */
static void postcode_row(struct rows_of *r, const struct child_state *c)
{
    for (uint32_t i = 0; i < c->placements && i < CHILD_PLACEMENTS_MAX; i++) {
        if (c->placement[i].until != INT64_MAX)
            continue;
        struct event e = stream_event_at(r->t, r->s, c->placement[i].started_n);
        if (e.kind == EV_PLACEMENT_STARTED)
            word_row(r, FIND_POSTCODE, event_text(&e, "postcode"));
    }
}

void find_rows(struct rows_of *r, const struct child_state *c, const struct child_words *now)
{
    postcode_row(r, c);
    for (uint32_t i = 0; i < r->count; i++) {
        uint16_t kind = r->fact[i].kind;
        bool name = kind == EV_CHILD_REGISTERED || kind == EV_CHILD_DETAIL_CHANGED;
        if (!name && kind != EV_PROFILE_UPDATED && kind != EV_SCHOOL_CHANGED)
            continue;
        struct event e = stream_event_at(r->t, r->s, r->fact[i].n);
        if (e.kind == EV_NONE)
            continue;
        if (name)
            name_rows(r, now, &e);
        else if (kind == EV_PROFILE_UPDATED)
            profile_rows(r, &e);
        else
            word_row(r, FIND_SCHOOL, event_text(&e, "school"));
    }
}
