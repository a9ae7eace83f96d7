/* The sheet that lanes are drawn on: its scale of time, and what every lane draws with. */
#ifndef WEB_SHEET_H
#define WEB_SHEET_H
#include "web/picture.h"
#include "web/svg.h"

enum {
    MERGE_PX = 6, /* the eye parts no less */
    CHAR_PX = 7
};

struct sheet {
    struct html *h;
    const struct view *v;
    const struct picture *p;
    bool desk;
    double left, right; /* of time, in drawing units */
    int64_t from, to;
    int y;    /* top of the lane in hand */
    int base; /* where its marks stand, below label and key on a phone */
};

double x_at(const struct sheet *s, int64_t at);
int64_t end_of(const struct sheet *s, const struct mark *m);
size_t letters(struct str s);
bool fits(struct str words, double width);
bool in_sheet(const struct sheet *s, const struct mark *m);
/* How many marks of one lane and shape, from the i-th on, stand too close to be parted. */
size_t rows_together(const struct sheet *s, size_t i, size_t *ret_last);
/* A label near the right edge is written to its left, so that nothing is cut off. */
void label_at(struct sheet *s, double x, double y, struct str words, const char *class);
/* The same, from right to left along a lane, and left out when it would touch the one before. */
void label_if_clear(struct sheet *s, double x, double y, struct str words, const char *class,
                    double *clear);

void lane_missing(struct sheet *s);
void lane_interviews(struct sheet *s);

#endif
