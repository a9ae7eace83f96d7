/* Odd access: own family name, far more than others of the role, again and again without a
 * relation, people who have left, children who left care long ago. */
#include "access/odd.h"

#include <stdlib.h>
#include <string.h>

const struct odd_settings odd_usual = {
    .many_least = 40, .many_times = 4, .refusals = 5, .left_days = 365
};

enum {
    ODD_MAX = 1000
};

static bool opened(const struct look_row *r)
{
    return r->kind == EV_RECORD_OPENED && r->child != 0 && r->person != 0;
}

struct tally {
    uint32_t person, child, refused;
    uint8_t role;
};

struct finding {
    struct arena *a;
    const struct odd_known *known;
    const struct odd_settings *s;
    struct odd_rows *ret;
    struct tally *look; /* one for each person and child, sorted */
    size_t looks;
};

static void found(struct finding *x, const char *why, uint32_t person, uint32_t child,
                  uint32_t count)
{
    if (x->ret->count == ODD_MAX)
        return;
    x->ret->at[x->ret->count++] =
        (struct odd_row){ person, child, code_number(CODES_ODD_ACCESS, str_from(why)), count };
}

struct str family_name(struct str name)
{
    struct str last = str_trim(name);
    for (size_t i = last.len; i-- > 0;) {
        if (last.at[i] == ' ') {
            last = (struct str){ last.at + i + 1, last.len - i - 1 };
            break;
        }
    }
    return last;
}

static bool same_name(struct str a, struct str b)
{
    if (a.len < 2 || a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if ((a.at[i] | 32) != (b.at[i] | 32))
            return false;
    return true;
}

static int by_person(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return (x->child > y->child) - (x->child < y->child);
}

static int by_count(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void tally_day(struct finding *x, const struct look_rows *day)
{
    x->look = NEWS(x->a, struct tally, day->count + 1);
    for (size_t i = 0; i < day->count; i++) {
        const struct look_row *r = &day->at[i];
        if (r->person == 0 || r->child == 0)
            continue;
        bool without = r->kind == EV_ACCESS_REFUSED || r->kind == EV_BREAK_GLASS_USED;
        if (opened(r) || without)
            x->look[x->looks++] = (struct tally){ r->person, r->child, without, r->role };
    }
    if (x->looks > 1)
        qsort(x->look, x->looks, sizeof *x->look, by_person);
    size_t kept = 0;
    for (size_t i = 0; i < x->looks; i++) {
        if (kept > 0 && by_person(&x->look[kept - 1], &x->look[i]) == 0)
            x->look[kept - 1].refused += x->look[i].refused;
        else
            x->look[kept++] = x->look[i];
    }
    x->looks = kept;
}

static void each_look(struct finding *x, int64_t day_us)
{
    const struct odd_known *k = x->known;
    for (size_t i = 0; i < x->looks; i++) {
        const struct tally *l = &x->look[i];
        if (same_name(k->family_of_person(k->self, l->person),
                      k->family_of_child(k->self, l->child)))
            found(x, "own-family-name", l->person, l->child, 1);
        int64_t ended = k->care_ended(k->self, l->child);
        if (ended != INT64_MAX && day_us - ended > (int64_t)x->s->left_days * 24 * HOUR_US)
            found(x, "old-record", l->person, l->child, 1);
    }
}

/* The middle of how many children those of one role opened that day. */
static uint32_t middle_of(struct finding *x, uint8_t role)
{
    uint32_t *counts = NEWS(x->a, uint32_t, x->looks + 1);
    size_t people = 0;
    for (size_t i = 0; i < x->looks; i++) {
        if (x->look[i].role != role)
            continue;
        bool same = i > 0 && people > 0 && x->look[i - 1].person == x->look[i].person;
        counts[same ? people - 1 : people++]++;
    }
    if (people == 0)
        return 0;
    qsort(counts, people, sizeof *counts, by_count);
    return counts[(people - 1) / 2];
}

static void each_person(struct finding *x)
{
    const struct odd_known *k = x->known;
    for (size_t i = 0; i < x->looks;) {
        size_t from = i;
        uint32_t refused = 0;
        for (; i < x->looks && x->look[i].person == x->look[from].person; i++)
            refused += x->look[i].refused;
        uint32_t children = (uint32_t)(i - from), person = x->look[from].person;
        if (children >= x->s->many_least &&
            children >= x->s->many_times * middle_of(x, x->look[from].role))
            found(x, "many-records", person, 0, children);
        if (refused >= x->s->refusals)
            found(x, "no-relation", person, 0, refused);
        if (k->has_left(k->self, person))
            found(x, "leaver", person, 0, children);
    }
}

void odd_find(struct arena *a, const struct look_rows *day, const struct odd_known *known,
              const struct odd_settings *s, struct odd_rows *ret)
{
    *ret = (struct odd_rows){ .at = NEWS(a, struct odd_row, ODD_MAX) };
    struct finding x = { .a = a, .known = known, .s = s, .ret = ret };
    tally_day(&x, day);
    each_look(&x, day->count > 0 ? day->at[0].at.us : 0);
    each_person(&x);
}
