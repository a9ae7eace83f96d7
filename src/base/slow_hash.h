/* A hash that is dear on purpose (argon2id), for passwords; and the digest that lists of stolen
 * passwords are sorted by. */
#ifndef BASE_SLOW_HASH_H
#define BASE_SLOW_HASH_H
#include "base/str.h"

enum { SLOW_HASH_MAX = 128, SHA1_HEX = 40 };

struct slow_cost {
    uint64_t rounds;
    size_t bytes; /* of memory */
};
/* Text that names its own salt and cost. False: too little memory is free. */
bool slow_hash(struct slow_cost cost, struct str secret, char ret[SLOW_HASH_MAX]);
bool slow_hash_is(const char kept[SLOW_HASH_MAX], struct str secret);
bool sha1_hex(struct str s, char ret[SHA1_HEX + 1]); /* in capitals; never for secrets alone */

#endif
