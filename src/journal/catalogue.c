/* The catalogue of events: its table, with the fields of each kind put in canonical order. */
#include "journal/catalogue.h"

#include "journal/words.h"

enum {
    CODES_NO_LIST = CODE_LISTS
};

static struct field_def fields[] = {
#define EVENT(kind, name, subject, also, keep, words)
#define FIELD(kind, name, type, list, slot, at, width, required)                                   \
    { name, FIELD_##type, CODES_##list, SLOT_##slot, at, width, required, sizeof(name) - 1 },
#include "journal/events.def"
#undef EVENT
#undef FIELD
};

static const uint16_t field_kinds[] = {
#define EVENT(kind, name, subject, also, keep, words)
#define FIELD(kind, name, type, list, slot, at, width, required) EV_##kind,
#include "journal/events.def"
#undef EVENT
#undef FIELD
};
_Static_assert(EVENT_KINDS <= UINT16_MAX, "a fact holds its kind in two bytes");

static struct kind_def kinds[EVENT_KINDS] = {
    [EV_NONE] = { "", "", SUBJECT_NONE, SUBJECT_NONE, false, NULL, 0 },
#define EVENT(kind, name, subject, also, keep, words)                                              \
    [EV_##kind] = { name, words, SUBJECT_##subject, SUBJECT_##also, keep, NULL, 0 },
#define FIELD(kind, name, type, list, slot, at, width, required)
#include "journal/events.def"
#undef EVENT
#undef FIELD
};
const struct kind_def *const catalogue = kinds;

static uint8_t child_at[EVENT_KINDS];
const uint8_t *const catalogue_child_at = child_at;

enum {
    SLOTS = 1024
};
static struct slot {
    uint16_t kind; /* 0: empty */
    uint8_t len;
} slots[SLOTS];

static void sort_by_name(struct field_def *f, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct field_def moving = f[i];
        size_t to = i;
        for (; to > 0 && strcmp(f[to - 1].name, moving.name) > 0; to--)
            f[to] = f[to - 1];
        f[to] = moving;
    }
    for (size_t i = 1; i < count; i++)
        MUST(strcmp(f[i - 1].name, f[i].name) != 0);
}

/* What a row of events.def may say of a field, so that a slip stops every test at once. */
static void field_must_fit(const struct field_def *f)
{
    bool coded = f->type == FIELD_CODE || f->type == FIELD_CODES;
    MUST(coded == (f->list != CODES_NO_LIST));
    MUST(f->slot != SLOT_CODE || f->type == FIELD_CODE);
    MUST(f->slot != SLOT_ABOUT || f->type == FIELD_ABOUT || f->type == FIELD_RULE);
    MUST(f->slot != SLOT_NUMBER || f->type == FIELD_INT || f->type == FIELD_DATE ||
         f->type == FIELD_INSTANT || f->type == FIELD_SUBJECT);
    if (f->slot != SLOT_BITS)
        return;
    MUST(f->width > 0 && f->at + f->width <= 32);
    if (f->type == FIELD_CODES)
        MUST(code_count((enum code_list)f->list) <= f->width);
    else if (f->type == FIELD_CODE)
        MUST(code_count((enum code_list)f->list) < 1U << f->width);
    else if (f->type == FIELD_SUBJECT)
        MUST(f->at == 0 && f->width == 32);
    else
        MUST(f->type == FIELD_FLAG ? f->width <= 2 : f->type == FIELD_TEXT && f->width == 1);
}

/* A withdrawal has a pointer too: the home's stream must be told that what it holds is void. */
static uint8_t child_place(const struct kind_def *k, enum event_kind kind)
{
    if (k->also == SUBJECT_NONE && kind != EV_ENTRY_WITHDRAWN)
        return NO_POINTER;
    uint8_t at = 0;
    while (at < k->fields && strcmp(k->field[at].name, "child") < 0)
        at++;
    MUST(at == k->fields || strcmp(k->field[at].name, "child") != 0);
    return at;
}

static void kind_fill(enum event_kind kind, size_t first, size_t count)
{
    struct str name = str_from(kinds[kind].name);
    MUST(count <= EVENT_VALUES_MAX && name.len > 0 && name.len < 64);
    sort_by_name(fields + first, count);
    for (size_t i = 0; i < count; i++)
        field_must_fit(&fields[first + i]);
    kinds[kind].field = fields + first;
    kinds[kind].fields = (uint8_t)count;
    child_at[kind] = child_place(&kinds[kind], kind);

    size_t at = word_hash(name, 0) % SLOTS;
    while (slots[at].kind)
        at = (at + 1) % SLOTS;
    slots[at] = (struct slot){ (uint16_t)kind, (uint8_t)name.len };
}

/* Before main: nothing writes to these tables afterwards. */
__attribute__((constructor)) static void catalogue_start(void)
{
    size_t at = 0;
    for (unsigned kind = EV_NONE + 1; kind < EVENT_KINDS; kind++) {
        size_t first = at;
        while (at < COUNT(fields) && field_kinds[at] == kind)
            at++;
        kind_fill((enum event_kind)kind, first, at - first);
    }
    MUST(at == COUNT(fields));
}

const struct kind_def *event_kind_def(enum event_kind kind)
{
    MUST(kind < EVENT_KINDS);
    return &kinds[kind];
}

enum event_kind event_kind_named(struct str name)
{
    size_t at = word_hash(name, 0) % SLOTS;
    for (; slots[at].kind; at = (at + 1) % SLOTS) {
        if (word_is(name, kinds[slots[at].kind].name, slots[at].len))
            return (enum event_kind)slots[at].kind;
    }
    return EV_NONE;
}

const struct field_def *event_field_def(enum event_kind kind, struct str name, unsigned *ret_at)
{
    const struct kind_def *def = event_kind_def(kind);
    for (unsigned i = 0; i < def->fields; i++) {
        if (word_is(name, def->field[i].name, def->field[i].len)) {
            *ret_at = i;
            return &def->field[i];
        }
    }
    return NULL;
}
