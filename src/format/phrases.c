/* A table of phrases by a hash of the English. */
#include "format/phrases.h"

#include "base/hash.h"

enum {
    PHRASES_MAX = 1 << 14,
    SLOTS_MIN = 64
};
struct pair {
    struct str english, said;
};
struct phrases {
    struct pair *slot; /* english.len 0: empty */
    size_t slots, count;
};

static struct pair *slot_of(const struct phrases *p, struct str english)
{
    size_t at = hash64(english) & (p->slots - 1);
    while (p->slot[at].english.len && !str_equal(p->slot[at].english, english))
        at = (at + 1) & (p->slots - 1);
    return &p->slot[at];
}

/* "en: words" → "words"; empty when the line does not begin so. */
static struct str after_tag(struct str line)
{
    if (line.len < 4 || line.at[2] != ':')
        return S("");
    return str_trim((struct str){ line.at + 3, line.len - 3 });
}

static status add(struct task *t, struct phrases *p, struct str english, struct str said, int line)
{
    struct pair *to = slot_of(p, english);
    for (size_t i = 0; i < said.len; i++)
        if (said.at[i] == '<' || said.at[i] == '>' || said.at[i] == '"')
            return fail(t, E_INVALID, "phrases, line %d: no markup in a phrase", line);
    if (to->english.len)
        return fail(t, E_INVALID, "phrases, line %d: this phrase stands twice", line);
    if (++p->count > PHRASES_MAX)
        return fail(t, E_LIMIT, "phrases: more than %d", PHRASES_MAX);
    *to = (struct pair){ english, said };
    return OK;
}

status phrases_read(struct task *t, struct str text, struct phrases **ret)
{
    struct phrases *p = NEW(t->arena, struct phrases);
    size_t lines = 1;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    for (p->slots = SLOTS_MIN; p->slots < lines; p->slots *= 2)
        ;
    p->slot = NEWS(t->arena, struct pair, p->slots);
    struct str line, rest = text, english = S("");
    for (int n = 1; rest.len > 0; n++) {
        if (!str_cut(rest, '\n', &line, &rest)) {
            line = rest;
            rest.len = 0;
        }
        line = str_trim(line);
        if (line.len == 0 || line.at[0] == '#')
            continue;
        struct str words = after_tag(line);
        bool is_english = str_starts(line, S("en:"));
        if (words.len == 0 || is_english == (english.len > 0))
            return fail(t, E_INVALID, "phrases, line %d: write en: and then the other", n);
        if (!is_english)
            TRY(add(t, p, english, words, n));
        english = is_english ? words : S("");
    }
    if (english.len > 0)
        return fail(t, E_INVALID, "phrases: the last one has only its English");
    *ret = p;
    return OK;
}

const struct str *phrase_find(const struct phrases *p, struct str english)
{
    struct str words = str_trim(english);
    if (words.len == 0)
        return NULL;
    const struct pair *found = slot_of(p, words);
    return found->english.len ? &found->said : NULL;
}

size_t phrase_count(const struct phrases *p)
{
    return p->count;
}
