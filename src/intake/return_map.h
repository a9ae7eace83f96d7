/* What one child's rows say, as events in the order in which they are to be appended. Pure: the
 * same rows give the same events; nothing of the register is looked at. */
#ifndef INTAKE_RETURN_MAP_H
#define INTAKE_RETURN_MAP_H
#include "intake/return_rows.h"
#include "place/place.h"

struct return_terms {
    int year;
    const char *authority;             /* ONS code of who made the return; NULL not known */
    const struct postcodes *postcodes; /* NULL: could not look */
};
struct wanted {
    struct event event;      /* subject, agency and author are still to be filled in */
    struct return_row *row;  /* why; the row's outcome tells what became of it */
    bool inferred;           /* no row says it: dropped when the register knows better */
    uint8_t phase;           /* within a day: see return_map.c */
    uint32_t at;             /* order of making */
};
struct wanted_list {
    struct wanted *at;
    size_t count, room;
};

struct mapping {
    struct task *t;
    const struct return_terms *terms;
    const struct return_child *child;
    struct wanted_list list;
    uint8_t phase;
};

/* Adds an event to the list; valid until the next is added. */
struct event *want(struct mapping *m, struct return_row *row, enum event_kind kind, int32_t day);
/* Sets a text, code, date, flag or whole number from a cell, if it has one. */
void want_cell(struct event *e, const char *field, const struct return_cell *cell);
/* 52 bits that name an episode, order or placement of this child, the same in every import. */
int64_t want_about(const struct mapping *m, const char *what, int32_t day, unsigned again);

void map_episodes(struct mapping *m, struct return_row **row, size_t count);
/* Area, distance and where they come from, from the row's two postcodes. */
void map_area(const struct mapping *m, struct event *e, const struct return_row *row);

void return_map(struct task *t, const struct return_child *child,
                const struct return_terms *terms, struct wanted_list *ret);

#endif
