/* Borrowed views of bytes, and text that grows up to a stated ceiling. */
#ifndef BASE_STR_H
#define BASE_STR_H
#include "base/arena.h"

/* A borrowed, read-only run of bytes. UTF-8 once it has passed str_is_utf8(). Not NUL-ended. */
struct str {
    const char *at;
    size_t len;
};
#define S(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_ARG(s) (int)(s).len, (s).at /* for "%.*s" */

struct str str_from(const char *nul_ended); /* NULL gives the empty view */
bool str_equal(struct str a, struct str b);
bool str_is(struct str a, const char *nul_ended);
int str_order(struct str a, struct str b); /* by bytes: <0, 0, >0 */
bool str_starts(struct str s, struct str prefix);
bool str_cut(struct str whole, char at, struct str *ret_head, struct str *ret_tail);
struct str str_trim(struct str s); /* spaces, tabs, CR, LF */
struct str str_copy(struct arena *a, struct str s);
char *str_nul(struct arena *a, struct str s); /* a NUL-ended copy */
bool str_is_utf8(struct str s);
size_t str_utf8_front(struct str s); /* bytes of the longest front that is UTF-8 */
status str_to_i64(struct task *t, struct str s, int64_t min, int64_t max, int64_t *ret);
struct str str_print(struct arena *a, const char *format, ...) PRINTF(2, 3);

/* A growing output. Past its ceiling it is marked full and adds nothing more. */
struct text {
    struct arena *arena;
    char *at;
    size_t len, room, ceiling;
    bool full;
};
struct text text_open(struct arena *a, size_t ceiling);
void text_add(struct text *x, struct str s);
void text_addz(struct text *x, const char *nul_ended);
void text_addc(struct text *x, char c);
void text_addf(struct text *x, const char *format, ...) PRINTF(2, 3);
struct str text_done(const struct text *x);

#endif
