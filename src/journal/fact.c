/* What a fold reads of an event: from its bytes or from memory, and a stream put in order. */
#include "journal/payload.h"
#include "journal/words.h"

static uint32_t codes_bits(enum code_list list, struct str codes)
{
    uint32_t bits = 0;
    for (struct str rest = codes; rest.len > 0;) {
        uint8_t number = code_number(list, codes_take(&rest));
        if (number)
            bits |= UINT32_C(1) << (number - 1);
    }
    return bits;
}

/* A fact has no room for a text: only whether it was given. Nothing but X is how the statutory
 * return writes that there is none. */
static bool text_is_given(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != 'X')
            return true;
    }
    return false;
}

static void slot_bits(struct fact *f, const struct field_def *d, int64_t number, struct str text)
{
    uint32_t bits = d->type == FIELD_CODE    ? code_number((enum code_list)d->list, text)
                    : d->type == FIELD_CODES ? codes_bits((enum code_list)d->list, text)
                    : d->type == FIELD_TEXT  ? text_is_given(text)
                                             : (uint32_t)number;
    if (d->type == FIELD_FLAG && d->width == 2)
        bits |= 2; /* said, whichever it is */
    f->flags |= bits << d->at;
}

static void slot_fill(struct fact *f, const struct field_def *d, int64_t number, struct str text)
{
    switch ((enum field_slot)d->slot) {
    case SLOT_NONE: return;
    case SLOT_CODE: f->code = code_number((enum code_list)d->list, text); return;
    case SLOT_BITS: slot_bits(f, d, number, text); return;
    case SLOT_NUMBER: f->number = number; return;
    case SLOT_ABOUT: f->about = d->type == FIELD_RULE ? rule_about(text) : (uint64_t)number; return;
    }
}

/* The fields in the catalogue's order; true only when the closing brace is the last byte. */
static bool fields_read(struct scan *s, enum event_kind kind, struct fact *f, uint32_t *ret_child)
{
    const struct kind_def *k = &catalogue[kind];
    unsigned child_at = catalogue_child_at[kind];
    *ret_child = 0;
    for (unsigned i = 0; s->at < s->end; i++) {
        if (i == child_at && scan_name(s, "child", 5) &&
            (!child_scan(s, ret_child) || !scan_after(s)))
            return false;
        if (i == k->fields)
            break;
        const struct field_def *d = &k->field[i];
        if (!scan_name(s, d->name, d->len))
            continue;
        struct field_read v = { 0 };
        if (!field_scan(s, d, &v) || !scan_after(s))
            return false;
        slot_fill(f, d, v.number, v.raw);
    }
    return s->at == s->end && s->end[-1] == '}';
}

bool fact_read(struct str payload, struct fact *ret)
{
    struct scan s = { payload.at, payload.at + payload.len };
    struct header h;
    if (!header_scan(&s, &h))
        return false;
    struct fact f = { .happened = h.happened,
                      .recorded = h.recorded,
                      .kind = h.kind,
                      .precision = h.precision,
                      .corrects = h.corrects };
    uint32_t child;
    if (!fields_read(&s, (enum event_kind)h.kind, &f, &child) || (child && h.also))
        return false;
    if (child)
        f.number = child;
    *ret = f;
    return true;
}

struct fact fact_of(const struct event *e)
{
    const struct kind_def *k = event_kind_def(e->kind);
    struct fact f = { .happened = e->happened.us,
                      .recorded = e->recorded.us,
                      .n = e->n,
                      .kind = (uint16_t)e->kind,
                      .precision = e->precision,
                      .corrects = e->corrects };
    for (unsigned i = 0; i < k->fields; i++) {
        if (e->value[i].given)
            slot_fill(&f, &k->field[i], e->value[i].number, e->value[i].text);
    }
    if (e->pointer)
        f.number = e->also;
    return f;
}

/* From the last backwards. A correction that was corrected in turn still strikes out what it
 * replaced; one that was withdrawn strikes out nothing, so the first entry stands again. An erased
 * part has no kind and says nothing. */
static void strike_out(struct fact *f, uint32_t count)
{
    for (uint32_t i = count; i-- > 0;) {
        bool withdraws = f[i].kind == EV_ENTRY_WITHDRAWN;
        if (f[i].kind == EV_NONE || withdraws)
            f[i].n = 0;
        if (f[i].kind == EV_NONE || f[i].corrects == 0 || f[i].corrects > i)
            continue;
        struct fact *struck = &f[f[i].corrects - 1];
        struck->n = 0;
        if (withdraws)
            struck->kind = EV_NONE;
    }
}

static bool comes_after(const struct fact *a, const struct fact *b)
{
    return a->happened > b->happened || (a->happened == b->happened && a->n > b->n);
}

/* Where `f` belongs among the first `count`, which are in order. */
static uint32_t place_for(const struct fact *in, uint32_t count, const struct fact *f)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (comes_after(&in[middle], f))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Streams are nearly in order already: most facts stay at the end. */
uint32_t facts_in_order(struct fact *f, uint32_t count)
{
    uint32_t kept = 0;
    strike_out(f, count);
    for (uint32_t i = 0; i < count; i++) {
        if (f[i].n == 0)
            continue;
        struct fact moving = f[i];
        uint32_t to = kept;
        if (kept > 0 && comes_after(&f[kept - 1], &moving)) {
            to = place_for(f, kept, &moving);
            memmove(&f[to + 1], &f[to], (kept - to) * sizeof *f);
        }
        f[to] = moving;
        kept++;
    }
    return kept;
}
