/* A sealed box: bytes that only the holder of a key can read, bound to where they lie. */
#ifndef BASE_BOX_H
#define BASE_BOX_H
#include "base/str.h"

enum { BOX_KEY_BYTES = 32, BOX_MORE = 24 + 16 }; /* a box is longer than its content by this */

/* `place` is not sealed but must be the same when the box is opened: which row, which column. */
struct str box_seal(struct arena *a, const uint8_t key[32], struct str place, struct str content);
bool box_open(struct arena *a, const uint8_t key[32], struct str place, struct str box,
              struct str *ret_content);

#endif
