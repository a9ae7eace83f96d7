/* The header of a payload and the reading of one field: shared by decoding and by facts, so that
 * both accept the very same bytes. Private to this room. */
#ifndef JOURNAL_PAYLOAD_H
#define JOURNAL_PAYLOAD_H
#include "journal/catalogue.h"
#include "journal/scan.h"

struct header {
    int64_t happened, recorded;
    uint32_t subject, also, agency, author, corrects;
    uint16_t kind, version;
    uint8_t precision, role, channel;
    bool source_escaped;
    struct str source; /* as written */
    struct entry_id id;
};
/* From the opening brace to just before the first field. */
bool header_scan(struct scan *s, struct header *ret);

/* `"name":` of a field: the closing quote's place refuses nearly all others without a call. */
static inline bool scan_name(struct scan *s, const char *name, size_t len)
{
    const char *at = s->at;
    if (scan_left(s) < len + 4 || at[len + 1] != '"' || at[len + 2] != ':' || at[1] != name[0] ||
        memcmp(at + 1, name, len) != 0)
        return false;
    s->at = at + len + 3;
    return true;
}

struct field_read {
    int64_t number;
    struct str raw; /* between the quotes */
    bool escaped;
};

static inline bool rule_scan(struct scan *s, struct field_read *ret)
{
    if (!scan_text(s, &ret->raw, &ret->escaped) || ret->raw.len == 0 ||
        ret->raw.len > RULE_NAME_MAX)
        return false;
    for (size_t i = 0; i < ret->raw.len; i++) {
        if (!scan_rule_char((uint8_t)ret->raw.at[i]))
            return false;
    }
    return true;
}

/* One value. Codes are not looked up here: a code may be unknown to its list. */
static inline bool field_scan(struct scan *s, const struct field_def *f, struct field_read *ret)
{
    switch ((enum field_type)f->type) {
    case FIELD_TEXT:
    case FIELD_CODE:
    case FIELD_CODES: return scan_text(s, &ret->raw, &ret->escaped) && ret->raw.len > 0;
    case FIELD_FLAG: return scan_flag(s, &ret->number);
    case FIELD_INT: return scan_int(s, &ret->number);
    case FIELD_DATE: return scan_moment(s, false, &ret->number);
    case FIELD_INSTANT: return scan_moment(s, true, &ret->number);
    case FIELD_ABOUT:
        return scan_int(s, &ret->number) && ret->number >= 1 && ret->number <= ABOUT_MAX;
    case FIELD_SUBJECT:
        return scan_int(s, &ret->number) && ret->number >= 1 && ret->number <= UINT32_MAX;
    case FIELD_RULE: return rule_scan(s, ret);
    }
    return false;
}

static inline bool child_scan(struct scan *s, uint32_t *ret)
{
    int64_t number;
    if (!scan_int(s, &number) || number < 1 || number > UINT32_MAX)
        return false;
    *ret = (uint32_t)number;
    return true;
}

#endif
