/* A picture that somebody sent, made anew: decoded, turned upright, made small, encoded again. */
#ifndef ACCESS_PHOTO_REMAKE_H
#define ACCESS_PHOTO_REMAKE_H
#include "access/photo.h"

/* In order of their words in photo_cell.c. */
enum photo_verdict {
    PHOTO_GOOD,
    PHOTO_NOT_ONE,   /* neither JPEG nor PNG, whatever its name says */
    PHOTO_DAMAGED,   /* it begins as one and does not go on as one */
    PHOTO_TOO_LARGE, /* more pixels than are decoded */
    PHOTO_TOO_SMALL,
    PHOTO_COLOURS, /* of printing presses */
    PHOTO_VERDICTS
};
struct remade {
    uint32_t verdict, width, height;
    size_t len;
    unsigned char *jpeg; /* from malloc */
};
/* No file, no clock, no network: bytes in, bytes out. Runs in a process of its own. */
void photo_remake_here(struct str sent, struct remade *ret);
extern void (*photo_decoder)(struct str sent, struct remade *ret); /* that; tests give another */

#endif
