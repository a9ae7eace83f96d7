/* A childhood in care on one time scale: the marks, drawn as lanes and listed as a table.
 *
 * Drawing and table are made from the same marks, so neither can leave one out. */
#ifndef WEB_PICTURE_H
#define WEB_PICTURE_H
#include "web/show.h"

enum lane {
    LANE_LIVED,
    LANE_WORKER,
    LANE_MISSING,
    LANE_INTERVIEW,
    LANE_VISIT,
    LANE_REVIEW,
    LANE_ALARM,
    LANE_SCHOOL,
    LANE_HEALTH,
    LANES
};
enum shape {
    SHAPE_NEAR,
    SHAPE_ADJOINING,
    SHAPE_FAR,
    SHAPE_AREA_UNKNOWN, /* bars of lived */
    SHAPE_HELD_BY,
    SHAPE_NOBODY, /* lines of social worker */
    SHAPE_AWAY_MISSING,
    SHAPE_AWAY_KNOWN, /* bars of missing */
    SHAPE_IN_TIME,
    SHAPE_LATE,
    SHAPE_DECLINED,
    SHAPE_NO_OFFER,
    SHAPE_WAITING, /* interviews */
    SHAPE_SEEN_ALONE,
    SHAPE_SEEN,
    SHAPE_NOT_SEEN, /* visits */
    SHAPE_OWED,     /* a visit or review not made */
    SHAPE_REVIEW,
    SHAPE_ALARM,
    SHAPE_SCHOOL,
    SHAPE_NO_SCHOOL,
    SHAPE_CHECK
};
struct mark {
    enum lane lane;
    enum shape shape;
    struct instant from, until; /* until NEVER: still so; equal to from: a moment */
    struct instant late_from;   /* NEVER, or the deadline that had passed */
    struct instant seen;        /* an alarm: when somebody said "I have this" */
    struct instant recorded;    /* NEVER, or when it became known, over a day later */
    bool late, in_desk, in_phone;
    struct str what, which, then, label, later_words;
};
struct picture {
    struct mark *mark; /* newest first */
    size_t count;
    struct instant desk_from, phone_from, until; /* until: now, or the instant known at */
    bool past, long_care, whole; /* long_care: over five years; whole: and all of it is drawn */
    struct str first, caption, phone_words, title;
};
status picture_of(struct task *t, const struct view *v, struct reader *r,
                  const struct child_file *f, struct str first, struct picture *ret);

/* The drawing, as one svg element. Each mark carries data-n: how many rows it stands for. */
void page_swimlane(struct html *h, const struct view *v, const struct picture *p, bool desk);

#endif
