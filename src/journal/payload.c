/* Reads the header of a payload: the keys that begin with @, in their order. */
#include "journal/payload.h"

#define KEY(literal) "\"@" literal "\":", sizeof("\"@" literal "\":") - 1

static bool subject_scan(struct scan *s, uint32_t *ret)
{
    int64_t n;
    if (!scan_int(s, &n) || n < 1 || n > UINT32_MAX || !scan_after(s))
        return false;
    *ret = (uint32_t)n;
    return true;
}

static bool code_scan(struct scan *s, enum code_list list, uint8_t *ret)
{
    struct str raw;
    bool escaped;
    if (!scan_text(s, &raw, &escaped) || !scan_after(s))
        return false;
    *ret = code_number(list, raw);
    return *ret != 0;
}

/* Nought is written by leaving the key out, so it may not stand there. */
static bool instant_scan(struct scan *s, int64_t *ret)
{
    return scan_moment(s, true, ret) && *ret != 0 && scan_after(s);
}

static bool id_scan(struct scan *s, struct entry_id *ret)
{
    if (scan_left(s) < 34 || s->at[0] != '"' || s->at[33] != '"')
        return false;
    uint32_t bad = 0, any = 0;
    for (size_t i = 0; i < 32; i++) {
        uint32_t c = (uint8_t)s->at[1 + i];
        uint32_t digit = c - (uint32_t)'0', letter = c - (uint32_t)'a';
        uint32_t nibble = digit < 10U ? digit : letter < 6 ? letter + 10U : 16U;
        bad |= nibble & 16;
        any |= nibble;
        ret->b[i / 2] = (uint8_t)((uint32_t)ret->b[i / 2] << 4 | (nibble & 15));
    }
    s->at += 34;
    return !bad && any && scan_after(s);
}

static bool kind_scan(struct scan *s, uint16_t *ret)
{
    struct str raw;
    bool escaped;
    if (!scan_text(s, &raw, &escaped) || !scan_after(s))
        return false;
    *ret = (uint16_t)event_kind_named(raw);
    return *ret != EV_NONE;
}

static bool source_scan(struct scan *s, struct header *h)
{
    return scan_text(s, &h->source, &h->source_escaped) && h->source.len > 0 && scan_after(s);
}

static bool version_scan(struct scan *s, uint16_t *ret)
{
    int64_t n;
    if (!scan_int(s, &n) || n != 1 || !scan_after(s))
        return false;
    *ret = (uint16_t)n;
    return true;
}

bool header_scan(struct scan *s, struct header *ret)
{
    struct header h = { 0 };
    if (!scan_char(s, '{'))
        return false;
    if ((scan_key(s, KEY("agency")) && !subject_scan(s, &h.agency)) ||
        (scan_key(s, KEY("also")) && !subject_scan(s, &h.also)) ||
        (scan_key(s, KEY("author")) && !subject_scan(s, &h.author)) ||
        (scan_key(s, KEY("channel")) && !code_scan(s, CODES_CHANNEL, &h.channel)) ||
        (scan_key(s, KEY("corrects")) && !subject_scan(s, &h.corrects)) ||
        (scan_key(s, KEY("happened")) && !instant_scan(s, &h.happened)) ||
        (scan_key(s, KEY("id")) && !id_scan(s, &h.id)) || !scan_key(s, KEY("kind")) ||
        !kind_scan(s, &h.kind) ||
        (scan_key(s, KEY("precision")) && !code_scan(s, CODES_PRECISION, &h.precision)) ||
        (scan_key(s, KEY("recorded")) && !instant_scan(s, &h.recorded)) ||
        (scan_key(s, KEY("role")) && !code_scan(s, CODES_ROLE, &h.role)) ||
        (scan_key(s, KEY("source")) && !source_scan(s, &h)) || !scan_key(s, KEY("subject")) ||
        !subject_scan(s, &h.subject) || !scan_key(s, KEY("v")) || !version_scan(s, &h.version))
        return false;
    if (h.also && catalogue[h.kind].also == SUBJECT_NONE)
        return false;
    *ret = h;
    return true;
}
