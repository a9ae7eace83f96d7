/* Finds a word of a closed vocabulary (a code, the name of a kind) in one or two probes. */
#ifndef JOURNAL_WORDS_H
#define JOURNAL_WORDS_H
#include <string.h>

#include "base/str.h"

/* First and last eight bytes and the length tell all words of a vocabulary apart but for rare
 * pairs, which the caller's comparison separates. */
static inline uint64_t word_hash(struct str s, uint64_t salt)
{
    uint64_t head = 0, tail = 0;
    if (s.len >= 8) {
        memcpy(&head, s.at, 8);
        memcpy(&tail, s.at + s.len - 8, 8);
    } else if (s.len >= 4) {
        memcpy(&head, s.at, 4);
        memcpy(&tail, s.at + s.len - 4, 4);
    } else if (s.len > 0) {
        head = (uint8_t)s.at[0];
        tail = (uint64_t)(uint8_t)s.at[s.len / 2] << 8 | (uint8_t)s.at[s.len - 1];
    }
    uint64_t h = (head ^ (salt << 56 | s.len << 48)) * UINT64_C(0x9e3779b97f4a7c15);
    h = (h ^ h >> 32 ^ tail) * UINT64_C(0xbf58476d1ce4e5b9);
    return h ^ h >> 29;
}

/* A word as long as its table says, compared without a call for the usual short ones. */
static inline bool word_is(struct str s, const char *word, size_t len)
{
    return s.len == len && memcmp(s.at, word, len) == 0;
}

/* Takes the first of several codes with one space between them. */
static inline struct str codes_take(struct str *rest)
{
    const char *space = memchr(rest->at, ' ', rest->len);
    struct str one = { rest->at, space ? (size_t)(space - rest->at) : rest->len };
    size_t taken = one.len + (space != NULL);
    *rest = (struct str){ rest->at + taken, rest->len - taken };
    return one;
}

#endif
