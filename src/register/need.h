/* Keys of need-to-know: a child's row names one, and whoever holds that key may see the child. */
#ifndef REGISTER_NEED_H
#define REGISTER_NEED_H
#include "base/hash.h"
#include "register/derived.h"

/* What a key is the number of. Stored: never renumber without another DERIVED_VERSION. */
enum need {
    NEED_NONE,
    NEED_HOLDS,  /* the person who holds a role for the child */
    NEED_LIVES,  /* the home where the child lives */
    NEED_GIVEN,  /* the person to whom something open was given */
    NEED_OWED,   /* the role that owes something open, where nobody holds it for the child */
    NEED_AREA,   /* the area in which the child of another authority lives */
    NEED_POLICE, /* of a child who is missing, or was lately: one key, number 0 */
    NEED_SHARE,  /* the person or agency with whom the file is shared */
    NEED_GLASS,  /* the person who said why it had to be now */
    NEED_LEFT,   /* of a person, not a child: who has left the agency holds no key */
    NEEDS
};

enum {
    /* Local parameters. After a return police may still look, for the interviews and the pattern;
     * after care has ended the last social worker may, to finish what is open. */
    POLICE_LOOK_DAYS = 90,
    AFTER_CARE_DAYS = 90,
    GLASS_HOURS = 1
};

static inline int64_t need_key(enum need n, uint64_t number)
{
    return (int64_t)(number << 4 | (uint64_t)n);
}

static inline enum need need_of_key(int64_t key)
{
    return (enum need)(key & 15);
}

static inline uint64_t need_number(int64_t key)
{
    return (uint64_t)key >> 4;
}

/* Areas are known by their code, which is text: 56 bits of its hash. */
static inline uint64_t need_area(struct str code)
{
    return hash64(code) & ((UINT64_C(1) << 56) - 1);
}

/* A row of one who owes the child something open: NEED_GIVEN or NEED_OWED. */
void need_owed_row(struct derived_rows *ret, enum need n, uint32_t number, unsigned role,
                   int64_t from);

#endif
