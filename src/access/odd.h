/* Access that somebody should look at: a pure function over the notes of one day. */
#ifndef ACCESS_ODD_H
#define ACCESS_ODD_H
#include "access/look_log.h"

struct odd_settings {    /* local parameters: the settings odd-access-… */
    uint32_t many_least; /* never "many" below so many children in a day */
    uint32_t many_times; /* nor below so many times the middle of those of the role */
    uint32_t refusals;   /* refusals and looks without a relation in a day */
    uint32_t left_days;  /* care ended so many days before */
};
extern const struct odd_settings odd_usual;                    /* as shipped */
struct odd_settings odd_settings_of(const struct store *s);

/* What is known of the people and children of that day, asked by number. */
struct odd_known {
    void *self;
    struct str (*family_of_person)(void *self, uint32_t person);
    struct str (*family_of_child)(void *self, uint32_t child);
    bool (*has_left)(void *self, uint32_t person);
    int64_t (*care_ended)(void *self, uint32_t child); /* microseconds; INT64_MAX: has not */
};
struct odd_row {
    uint32_t person, child; /* child 0: of many */
    uint8_t why;            /* CODES_ODD_ACCESS */
    uint32_t count;
};
struct odd_rows {
    struct odd_row *at;
    size_t count;
};
void odd_find(struct arena *a, const struct look_rows *day, const struct odd_known *known,
              const struct odd_settings *s, struct odd_rows *ret);
struct str family_name(struct str name); /* the last word, small letters */

#endif
