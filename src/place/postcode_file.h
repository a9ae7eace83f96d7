/* The postcode index as it lies on disk, little-endian, and how a postcode becomes two numbers.
 *
 * head | 8,192 hash slots | outward codes | sectors | district codes | entries in postcode order.
 * A sector has a bit for each of its 676 units and ranks, so that nothing is searched for. */
#ifndef PLACE_POSTCODE_FILE_H
#define PLACE_POSTCODE_FILE_H
#include "base/hash.h"

enum {
    POSTCODE_SLOTS = 8192,
    POSTCODE_UNITS = 676,      /* two letters */
    POSTCODE_OUTWARDS = 6000,  /* Great Britain has about 3,000 */
    POSTCODE_SECTORS = 60000,  /* a sector's number is 16 bits in an outward */
    POSTCODE_DISTRICTS = 512,  /* 9 bits of an entry */
    POSTCODES_MAX = 8 << 20,
    EASTING_MAX = (1 << 20) - 1,
    NORTHING_MAX = (1 << 21) - 1,
    DISTRICT_BYTES = 12,       /* "E06000001" and noughts */
};

struct postcode_head {
    char magic[8];
    uint32_t version, postcodes, outwards, sectors, districts, nought;
    uint64_t bytes;      /* of the whole file */
    struct hash256 hash; /* of all above */
    uint8_t to_128[56];
};
struct postcode_sector {
    uint64_t bits[11];
    uint32_t first;      /* place of its first entry */
    uint16_t before[11]; /* bits set in the words before each */
    uint16_t nought;
};
struct postcode_outward {
    uint32_t code;
    uint16_t sector[10]; /* by the inward digit: 1 + place; 0 no such sector */
};
_Static_assert(sizeof(struct postcode_head) == 128 && sizeof(struct postcode_sector) == 120 &&
                  sizeof(struct postcode_outward) == 24,
              "these are the bytes of a file");

/* An entry keeps the 13 bits of its inward code: a check that the map led to the right one. */
static inline uint64_t postcode_entry(uint64_t inward, uint64_t district, uint64_t easting,
                                      uint64_t northing)
{
    return inward << 50 | district << 41 | easting << 21 | northing;
}

/* "zz1 1aa" to its two numbers; spaces do not count, letters in either case. From a table, since
 * what a character is cannot be foretold and a wrong guess costs more than a load. */
static inline unsigned postcode_character(char c)
{
    static const uint8_t from_0[75] = {
        1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 0,  0,  0,  0,  0,  0,  0,  11, 12, 13, 14, 15, 16,
        17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 0,  0,  0,
        0,  0,  0,  11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32, 33, 34, 35, 36,
    };
    unsigned at = (unsigned)(unsigned char)c - (unsigned)'0';
    return at < sizeof from_0 ? from_0[at] : 0;
}

static inline bool postcode_pack(struct str text, uint32_t *ret_outward, uint32_t *ret_inward)
{
    unsigned c[8]; /* 1 to 10 digits, 11 to 36 letters, 0 neither */
    size_t n = 0;
    for (size_t i = 0; i < text.len && n < 8; i++) {
        c[n] = postcode_character(text.at[i]);
        n += text.at[i] != ' ';
    }
    if (n < 5 || n > 7)
        return false;
    unsigned digit = c[n - 3] - 1, one = c[n - 2] - 11, two = c[n - 1] - 11;
    if (digit > 9 || one > 25 || two > 25)
        return false;
    uint32_t code = 0;
    bool whole = true;
    for (size_t i = 0; i < 4; i++) { /* base 37, left-aligned; 0 is "nothing here" */
        unsigned x = i < n - 3 ? c[i] : 0;
        whole &= i >= n - 3 || x != 0;
        code = code * 37 + x;
    }
    *ret_outward = code;
    *ret_inward = (digit * 26 + one) * 26 + two;
    return whole;
}

static inline uint32_t postcode_slot(uint32_t outward)
{
    return outward * UINT32_C(2654435761) >> 19;
}

/* Where each part lies, by the counts of the head; their sum is the file's length. */
struct postcode_layout {
    size_t slots, outwards, sectors, districts, entries, end;
};
static inline struct postcode_layout postcode_layout(const struct postcode_head *h)
{
    struct postcode_layout at = { .slots = sizeof *h };
    at.outwards = at.slots + POSTCODE_SLOTS * sizeof(uint16_t);
    at.sectors = at.outwards + h->outwards * sizeof(struct postcode_outward);
    at.districts = at.sectors + h->sectors * sizeof(struct postcode_sector);
    at.entries = (at.districts + (size_t)h->districts * DISTRICT_BYTES + 7) & ~(size_t)7;
    at.end = at.entries + h->postcodes * sizeof(uint64_t);
    return at;
}

#define POSTCODE_MAGIC   "SLPCODE\n"
#define POSTCODE_VERSION 1

static inline struct hash256 postcode_head_hash(const struct postcode_head *h)
{
    struct str bytes = { (const char *)h, offsetof(struct postcode_head, hash) };
    return sha256(&bytes, 1);
}

#endif
