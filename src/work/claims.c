/* One table says which field of which entry makes which claim; the rest compares. */
#include "work/claims.h"

#include <string.h>

#include "base/time.h"

static const struct claim_words words[CLAIMS] = {
    [CLAIM_SINCE] = { "since", "Missing since", CLAIM_TIME, 0 },
    [CLAIM_CLASS] = { "class", "Missing, or away without authorisation", CLAIM_CODE,
                      CODES_CLASSIFICATION },
    [CLAIM_LAST_SEEN] = { "last-seen", "Last seen", CLAIM_TIME, 0 },
    [CLAIM_LAST_SEEN_WHERE] = { "last-seen-where", "Last seen where", CLAIM_TEXT, 0 },
    [CLAIM_POLICE_TOLD] = { "police-told", "Police were told", CLAIM_TIME, 0 },
    [CLAIM_GRADE] = { "grade", "Risk grade", CLAIM_CODE, CODES_GRADE },
    [CLAIM_FOUND] = { "found", "Found", CLAIM_TIME, 0 },
    [CLAIM_FOUND_WHERE] = { "found-where", "Found where", CLAIM_TEXT, 0 },
    [CLAIM_FOUND_BY] = { "found-by", "Found or brought back by", CLAIM_CODE, CODES_FOUND_BY },
    [CLAIM_FOUND_WITH] = { "found-with", "Found with whom", CLAIM_TEXT, 0 },
    [CLAIM_RETURNED] = { "returned", "Back", CLAIM_TIME, 0 },
    [CLAIM_HURT] = { "hurt", "Hurt", CLAIM_FLAG, 0 },
};

/* Which entry says what; field NULL: that it happened then. */
static const struct {
    enum event_kind kind;
    const char *field;
    enum claim_about about;
} says[] = {
    { EV_ABSENCE_NOTICED, NULL, CLAIM_SINCE },
    { EV_ABSENCE_NOTICED, "class", CLAIM_CLASS },
    { EV_ABSENCE_NOTICED, "last-seen", CLAIM_LAST_SEEN },
    { EV_ABSENCE_NOTICED, "last-seen-where", CLAIM_LAST_SEEN_WHERE },
    { EV_MISSING_REPORTED, NULL, CLAIM_SINCE },
    { EV_MISSING_REPORTED, "class", CLAIM_CLASS },
    { EV_MISSING_REPORTED, "last-seen", CLAIM_LAST_SEEN },
    { EV_MISSING_REPORTED, "last-seen-where", CLAIM_LAST_SEEN_WHERE },
    { EV_POLICE_TOLD, NULL, CLAIM_POLICE_TOLD },
    { EV_RISK_GRADED, "grade", CLAIM_GRADE },
    { EV_CHILD_FOUND, NULL, CLAIM_FOUND },
    { EV_CHILD_FOUND, "where", CLAIM_FOUND_WHERE },
    { EV_CHILD_FOUND, "by", CLAIM_FOUND_BY },
    { EV_CHILD_FOUND, "with", CLAIM_FOUND_WITH },
    { EV_CHILD_FOUND, "hurt", CLAIM_HURT },
    { EV_CHILD_RETURNED, NULL, CLAIM_RETURNED },
    { EV_CHILD_RETURNED, "by", CLAIM_FOUND_BY },
    { EV_CHILD_RETURNED, "hurt", CLAIM_HURT },
};

const struct claim_words *claim_words(enum claim_about c)
{
    return &words[c];
}

enum claim_about claim_named(struct str name)
{
    unsigned c = 0;
    while (c < CLAIMS && !str_is(name, words[c].name))
        c++;
    return (enum claim_about)c;
}

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* Letters and figures alone: "Eastholt, bus station." is "eastholt bus station". */
static bool next_letter(struct str s, size_t *at, char *ret)
{
    while (*at < s.len) {
        char c = small(s.at[(*at)++]);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80) {
            *ret = c;
            return true;
        }
    }
    return false;
}

static bool same_words(struct str a, struct str b)
{
    for (size_t i = 0, k = 0;;) {
        char x = 0, y = 0;
        bool more_a = next_letter(a, &i, &x), more_b = next_letter(b, &k, &y);
        if (!more_a || !more_b)
            return more_a == more_b;
        if (x != y)
            return false;
    }
}

bool claims_same(enum claim_about about, const struct claim *a, const struct claim *b)
{
    switch (words[about].kind) {
    case CLAIM_TIME: {
        int64_t apart = a->number > b->number ? a->number - b->number : b->number - a->number;
        return apart <= CLAIM_SAME_US;
    }
    case CLAIM_CODE:
    case CLAIM_FLAG: return a->number == b->number;
    case CLAIM_TEXT: return same_words(a->text, b->text);
    }
    return false;
}

static bool is_corrected(const struct event *e, size_t count, uint32_t n)
{
    for (size_t i = 0; i < count; i++)
        if (e[i].corrects == n)
            return true;
    return false;
}

static struct agency_account *account_of(struct accounts *all, uint32_t agency)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->at[i].agency == agency)
            return &all->at[i];
    if (all->count == ACCOUNTS_MAX) {
        all->cut = true;
        return NULL;
    }
    struct agency_account *a = &all->at[all->count++];
    *a = (struct agency_account){ .agency = agency };
    return a;
}

static void take_claims(const struct event *e, struct accounts *all)
{
    for (size_t i = 0; i < COUNT(says); i++) {
        const char *field = says[i].field;
        if (says[i].kind != e->kind || (field && !event_given(e, field)))
            continue;
        struct agency_account *a = account_of(all, e->agency);
        if (!a)
            return;
        struct claim *c = &a->claim[says[i].about];
        /* Who adds to a report later does not say that the child left later. */
        if (says[i].about == CLAIM_SINCE && c->n != 0 && c->number <= e->happened.us)
            continue;
        *c = (struct claim){ .n = e->n, .number = e->happened.us };
        if (field) {
            c->number = event_number(e, field);
            c->text = words[says[i].about].kind == CLAIM_TEXT ? event_text(e, field) : S("");
        }
    }
}

static void take_settling(const struct event *e, struct accounts *all)
{
    enum claim_about about = claim_named(event_text(e, "about"));
    if (about == CLAIMS)
        return;
    all->settled_n[about] = e->n;
    all->outcome[about] = event_text(e, "outcome");
}

static void compare(struct accounts *all, enum claim_about about)
{
    uint32_t last = 0;
    bool differs = false;
    for (size_t i = 0; i < all->count; i++) {
        const struct claim *a = &all->at[i].claim[about];
        last = a->n > last ? a->n : last;
        for (size_t k = 0; k < i && a->n != 0; k++) {
            const struct claim *b = &all->at[k].claim[about];
            differs = differs || (b->n != 0 && !claims_same(about, a, b));
        }
    }
    bool settled = differs && all->settled_n[about] > last;
    all->difference[about] = !differs ? ALIKE : settled ? SETTLED : DIFFERS;
    all->open += differs && !settled;
}

void accounts_of(const struct event *e, size_t count, uint64_t episode, struct accounts *ret)
{
    *ret = (struct accounts){ 0 };
    for (size_t i = 0; i < count; i++) {
        unsigned at;
        if (e[i].kind == EV_NONE || !event_field_def(e[i].kind, S("episode"), &at) ||
            (uint64_t)event_number(&e[i], "episode") != episode || is_corrected(e, count, e[i].n))
            continue;
        if (e[i].kind == EV_DIFFERENCE_SETTLED)
            take_settling(&e[i], ret);
        else
            take_claims(&e[i], ret);
    }
    for (unsigned about = 0; about < CLAIMS; about++)
        compare(ret, (enum claim_about)about);
}
