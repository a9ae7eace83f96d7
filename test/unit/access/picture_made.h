/* Pictures for tests: made here, of stripes, as cameras and others would send them. */
#ifndef TEST_ACCESS_PICTURE_MADE_H
#define TEST_ACCESS_PICTURE_MADE_H
#include "base/str.h"

/* Left half red, right half blue, the top quarter white. orientation 0: no EXIF at all; else EXIF
 * with that orientation and a place on earth in words ("GPS-HERE"). */
struct str jpeg_made(struct arena *a, unsigned width, unsigned height, unsigned orientation);
struct str png_made(struct arena *a, unsigned width, unsigned height);
/* The colour at a place of a JPEG, as 0xRRGGBB; its size. */
struct seen {
    unsigned width, height, markers;
    unsigned char *pixels;
};
struct seen jpeg_seen(struct arena *a, struct str jpeg);
bool is_red(const struct seen *s, unsigned x, unsigned y);
bool is_blue(const struct seen *s, unsigned x, unsigned y);
bool is_white(const struct seen *s, unsigned x, unsigned y);

#endif
