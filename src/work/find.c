/* Looks over every child that the asker may see, once, and keeps the best. */
#include "work/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "work/find_inside.h"

enum {
    NEAR_FROM = 5, /* letters from which one may be wrong */
    PART_FROM = 3, /* letters that are looked for within a word */
    IS_NEAR = 1,
    IS_WITHIN = 2,
    IS_FRONT = 4,
    IS_WHOLE = 6,
};

static const uint8_t weight[FIND_PARTS] = {
    [FIND_NAME] = 7,     [FIND_KNOWN_AS] = 7, [FIND_SCRIPT] = 7,    [FIND_NUMBER] = 7,
    [FIND_BORN] = 6,     [FIND_FORMER] = 5,   [FIND_TELEPHONE] = 5, [FIND_ACCOUNT] = 4,
    [FIND_POSTCODE] = 3, [FIND_HOME] = 3,     [FIND_SCHOOL] = 2,    [FIND_WORKER] = 1,
};

const char *find_part_words(enum find_part p)
{
    switch (p) {
    case FIND_NAME: return "name";
    case FIND_KNOWN_AS: return "the name used";
    case FIND_FORMER: return "an earlier name";
    case FIND_SCRIPT: return "name in its own script";
    case FIND_NUMBER: return "number";
    case FIND_BORN: return "date of birth";
    case FIND_SCHOOL: return "school";
    case FIND_TELEPHONE: return "telephone";
    case FIND_ACCOUNT: return "account";
    case FIND_HOME: return "home";
    case FIND_POSTCODE: return "postcode";
    case FIND_WORKER: return "worker";
    case FIND_NOTHING:
    case FIND_PARTS: break;
    }
    return "";
}

/* --- what is asked --- */

struct asked_word {
    struct str word, born; /* born: the front of a date's term; empty: none */
    uint64_t mask;
    bool digits;
};
struct asked {
    struct asked_word word[FIND_WORDS_MAX];
    size_t count;
};

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] >= '0' && s.at[i] <= '9')
            return true;
    return false;
}

static bool all_digits(const struct str *w, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < w[i].len; k++)
            if (w[i].at[k] < '0' || w[i].at[k] > '9')
                return false;
    return count > 0;
}

static void add_word(struct asked *a, struct str word, struct str born)
{
    if (a->count < FIND_WORDS_MAX)
        a->word[a->count++] = (struct asked_word){ word, born, find_mask(word), has_digit(word) };
}

/* "2011" may be the year of birth, and a part of any number. */
static struct str year_front(struct arena *arena, struct str w)
{
    bool year = w.len == 4 && all_digits(&w, 1) && (w.at[0] == '2' || w.at[0] == '1');
    return year ? str_print(arena, "d%.*s", STR_ARG(w)) : S("");
}

static struct asked asked_of(struct arena *arena, struct str typed)
{
    struct asked a = { .count = 0 };
    struct str word[2 * FIND_WORDS_MAX], born;
    if (typed.len > FIND_TYPED_MAX)
        typed.len = FIND_TYPED_MAX;
    size_t count = find_fold(arena, typed, word, COUNT(word));
    if (count > 1 && all_digits(word, count) && find_date(arena, word, count, &born) != count) {
        add_word(&a, find_fold_joined(arena, typed), S("")); /* 943 476 5919 */
        return a;
    }
    for (size_t i = 0; i < count;) {
        size_t used = find_date(arena, &word[i], count - i, &born);
        if (used > 0) {
            add_word(&a, used == 1 ? word[i] : born, born);
            i += used;
        } else {
            add_word(&a, word[i], year_front(arena, word[i]));
            i++;
        }
    }
    return a;
}

/* --- which terms fit --- */

static unsigned quality(const struct asked_word *w, uint64_t mask, struct str term)
{
    if (w->born.len > 0 && str_starts(term, w->born))
        return term.len == w->born.len ? IS_WHOLE : IS_FRONT;
    uint64_t lacks = w->mask & ~mask;
    if (lacks == 0 && str_starts(term, w->word))
        return term.len == w->word.len ? IS_WHOLE : IS_FRONT;
    if (lacks == 0 && w->word.len >= PART_FROM &&
        memmem(term.at, term.len, w->word.at, w->word.len))
        return IS_WITHIN;
    if (w->digits || w->word.len < NEAR_FROM || term.len < NEAR_FROM - 1)
        return 0;
    if (__builtin_popcountll(lacks) > 1 || __builtin_popcountll(mask & ~w->mask) > 1)
        return 0;
    return find_is_near(w->word, term) ? IS_NEAR : 0;
}

/* Most words of a child fit nothing that is asked: a bit each says so from the nearest memory. */
static void mark(uint64_t *bits, size_t id)
{
    bits[id / 64] |= UINT64_C(1) << id % 64;
}

static bool is_marked(const uint64_t *bits, size_t id)
{
    return (bits[id / 64] >> id % 64 & 1) != 0;
}

static uint32_t *hits_of(struct task *t, const struct finder *f, const struct asked *a,
                         uint64_t *bits)
{
    uint32_t *hit = NEWS(t->arena, uint32_t, f->terms + 1);
    for (size_t w = 0; w < a->count; w++)
        for (size_t i = 0; i < f->terms; i++) {
            struct str term = { f->text + f->term[i].at, f->term[i].length };
            unsigned fits = quality(&a->word[w], f->mask[i], term);
            if (fits == 0)
                continue;
            hit[i] |= fits << 4 * w;
            mark(bits, i);
        }
    return hit;
}

/* --- who fits --- */

struct looking {
    const struct finder *f;
    const struct asked *a;
    const uint32_t *hit;
    uint32_t *of_place; /* hits of homes and people, by their place */
    uint64_t *any, *any_place;
    struct found_list *into;
    size_t most;
};
struct best {
    uint8_t value[FIND_WORDS_MAX], part[FIND_WORDS_MAX];
};

static void take_hit(uint32_t h, enum find_part part, struct best *b)
{
    for (unsigned w = 0; h != 0; w++, h >>= 4) {
        uint8_t value = (uint8_t)((h & 15) ? (h & 15) * 8 + weight[part] : 0);
        if (value > b->value[w]) {
            b->value[w] = value;
            b->part[w] = (uint8_t)part;
        }
    }
}

static bool before(const struct found *x, const struct found *y)
{
    return x->score != y->score ? x->score > y->score : x->number < y->number;
}

static void keep_best(struct looking *l, uint32_t number, const struct best *b)
{
    struct found one = { .number = number };
    for (size_t w = 0; w < l->a->count; w++) {
        one.score += b->value[w];
        one.part[w] = b->part[w];
        one.near[w] = b->value[w] / 8 == IS_NEAR;
    }
    struct found_list *to = l->into;
    to->all++;
    size_t at = to->count;
    if (at == l->most && !before(&one, &to->at[at - 1]))
        return;
    if (at == l->most)
        at--;
    else
        to->count++;
    for (; at > 0 && before(&one, &to->at[at - 1]); at--)
        to->at[at] = to->at[at - 1];
    to->at[at] = one;
}

static uint32_t ref_hit(const struct looking *l, uint32_t ref)
{
    enum find_part part = (enum find_part)(ref >> REF_PART_SHIFT);
    uint32_t id = ref & ((UINT32_C(1) << REF_PART_SHIFT) - 1);
    if (part == FIND_HOME || part == FIND_WORKER)
        return is_marked(l->any_place, id) ? l->of_place[id] : 0;
    return is_marked(l->any, id) ? l->hit[id] : 0;
}

static void look_at(struct looking *l, const struct findable *s, bool child)
{
    struct best b = { 0 };
    uint32_t any = 0;
    for (size_t i = 0; i < s->count; i++) {
        uint32_t ref = l->f->ref[s->refs + i];
        uint32_t h = child ? ref_hit(l, ref) : l->hit[ref & ((UINT32_C(1) << REF_PART_SHIFT) - 1)];
        if (h == 0)
            continue;
        any |= h;
        take_hit(h, (enum find_part)(ref >> REF_PART_SHIFT), &b);
    }
    for (size_t w = 0; w < l->a->count; w++)
        if ((any >> 4 * w & 15) == 0)
            return;
    keep_best(l, s->number, &b);
}

/* The best of each word over all words of a home or a person. */
static uint32_t place_hits(const struct looking *l, const struct findable *s)
{
    uint32_t best = 0;
    for (size_t i = 0; i < s->count; i++) {
        uint32_t id = l->f->ref[s->refs + i] & ((UINT32_C(1) << REF_PART_SHIFT) - 1);
        uint32_t h = l->hit[id];
        for (unsigned w = 0; h != 0 && w < FIND_WORDS_MAX; w++) {
            uint32_t nibble = UINT32_C(15) << 4 * w;
            if ((h & nibble) > (best & nibble))
                best = (best & ~nibble) | (h & nibble);
        }
    }
    return best;
}

static bool is_allowed(const struct find_asked *a, uint32_t number)
{
    return !a->allowed ||
           (number < a->allowed_bits && (a->allowed[number / 64] >> number % 64 & 1) != 0);
}

static void look_at_all(struct task *t, const struct finder *f, const struct find_asked *a,
                        const struct asked *words, struct find_answer *ret)
{
    struct looking l = { .f = f, .a = words };
    l.any = NEWS(t->arena, uint64_t, f->terms / 64 + 1);
    l.any_place = NEWS(t->arena, uint64_t, f->subjects / 64 + 1);
    l.hit = hits_of(t, f, words, l.any);
    l.of_place = NEWS(t->arena, uint32_t, f->subjects + 1);
    for (size_t i = 0; i < f->subjects; i++) {
        const struct findable *s = &f->subject[i];
        if (s->kind != SUBJECT_HOME && s->kind != SUBJECT_PERSON)
            continue;
        bool home = s->kind == SUBJECT_HOME;
        l.of_place[i] = place_hits(&l, s);
        if (l.of_place[i])
            mark(l.any_place, i);
        l.into = home ? &ret->homes : &ret->people;
        l.most = FIND_HOMES_MAX;
        if (home ? a->homes : a->people)
            look_at(&l, s, false);
    }
    l.into = &ret->children;
    l.most = FIND_ROWS_MAX;
    for (size_t i = 0; i < f->subjects; i++)
        if (f->subject[i].kind == SUBJECT_CHILD && is_allowed(a, f->subject[i].number))
            look_at(&l, &f->subject[i], true);
}

/* --- keeping up --- */

static void moved(void *self, uint32_t subject, int64_t at)
{
    struct finder *f = self;
    (void)at;
    pthread_mutex_lock(&f->dirty_lock);
    if (f->dirty_count == DIRTY_MAX || subject == 0)
        f->dirty_all = true;
    else if (f->dirty_count == 0 || f->dirty[f->dirty_count - 1] != subject)
        f->dirty[f->dirty_count++] = subject;
    pthread_mutex_unlock(&f->dirty_lock);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static size_t take_dirty(struct task *t, struct finder *f, uint32_t **ret, bool *ret_all)
{
    *ret = NEWS(t->arena, uint32_t, DIRTY_MAX);
    pthread_mutex_lock(&f->dirty_lock);
    size_t count = f->dirty_count;
    memcpy(*ret, f->dirty, count * sizeof **ret);
    *ret_all = f->dirty_all;
    f->dirty_count = 0;
    f->dirty_all = false;
    pthread_mutex_unlock(&f->dirty_lock);
    qsort(*ret, count, sizeof **ret, by_number);
    return count;
}

static bool is_fresh(struct finder *f)
{
    pthread_mutex_lock(&f->dirty_lock);
    bool fresh = f->dirty_count == 0 && !f->dirty_all;
    pthread_mutex_unlock(&f->dirty_lock);
    return fresh;
}

/* A failure leaves the index to be made anew: never half of it. */
static status read_anew(struct task *t, struct finder *f, struct reader *r)
{
    finder_forget(f);
    f->whole = false;
    TRY(finder_read_all(t, f, r));
    f->whole = true;
    return OK;
}

static status follow(struct task *t, struct finder *f, struct reader *r)
{
    uint32_t *dirty;
    bool all;
    size_t count = take_dirty(t, f, &dirty, &all);
    if (!f->whole || all || f->refs_waste > f->refs / 2 + 4096)
        return read_anew(t, f, r);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && dirty[i] == dirty[i - 1])
            continue;
        status done = finder_read_one(t, f, r, dirty[i]);
        if (done != OK) {
            f->whole = false;
            return done;
        }
    }
    return OK;
}

status finder_warm(struct task *t, struct finder *f, struct reader *r)
{
    pthread_rwlock_wrlock(&f->lock);
    status done = f->whole && is_fresh(f) ? OK : follow(t, f, r);
    pthread_rwlock_unlock(&f->lock);
    return done;
}

status finder_look(struct task *t, struct finder *f, struct reader *r, const struct find_asked *a,
                   struct find_answer *ret)
{
    struct asked words = asked_of(t->arena, a->words);
    *ret = (struct find_answer){ .words = words.count };
    for (size_t w = 0; w < words.count; w++)
        ret->word[w] = words.word[w].word;
    ret->children.at = NEWS(t->arena, struct found, FIND_ROWS_MAX);
    ret->homes.at = NEWS(t->arena, struct found, FIND_HOMES_MAX);
    ret->people.at = NEWS(t->arena, struct found, FIND_HOMES_MAX);
    if (words.count == 0)
        return OK;
    pthread_rwlock_rdlock(&f->lock);
    while (!f->whole || !is_fresh(f)) {
        pthread_rwlock_unlock(&f->lock);
        TRY(finder_warm(t, f, r));
        pthread_rwlock_rdlock(&f->lock);
    }
    look_at_all(t, f, a, &words, ret);
    pthread_rwlock_unlock(&f->lock);
    return OK;
}

status finder_open(struct task *t, struct writer *w, struct finder **ret)
{
    struct finder *f = calloc(1, sizeof *f);
    MUST(f != NULL);
    pthread_rwlock_init(&f->lock, NULL);
    pthread_mutex_init(&f->dirty_lock, NULL);
    f->writer = w;
    if (w && writer_follow(t, w, moved, f) != OK) {
        f->writer = NULL;
        finder_close(f);
        return t->failed;
    }
    *ret = f;
    return OK;
}

void finder_close(struct finder *f)
{
    if (!f)
        return;
    struct task t = { .arena = NULL };
    if (f->writer && writer_follow(&t, f->writer, NULL, NULL) != OK)
        f->writer = NULL; /* it has ended: it calls nobody */
    finder_forget(f);
    pthread_mutex_destroy(&f->dirty_lock);
    pthread_rwlock_destroy(&f->lock);
    free(f);
}
