/* Any bytes as a picture: refused, or made anew within what is kept of one. */
#include "fuzz.h"

#include <stdlib.h>

#include "access/photo_remake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct remade made = { 0 };
    photo_remake_here((struct str){ (const char *)data, size }, &made);
    MUST(made.verdict < PHOTO_VERDICTS);
    if (made.verdict == PHOTO_GOOD) {
        MUST(made.jpeg && made.len > 4 && made.jpeg[0] == 0xff && made.jpeg[1] == 0xd8);
        MUST(made.width <= PHOTO_SIDE && made.height <= PHOTO_SIDE);
    }
    free(made.jpeg);
    return 0;
}
