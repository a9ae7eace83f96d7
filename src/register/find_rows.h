/* By which part of what is known a child was found; the numbers stand in rows of find_word. */
#ifndef REGISTER_FIND_ROWS_H
#define REGISTER_FIND_ROWS_H
#include <stdint.h>

enum find_part {
    FIND_NOTHING,
    FIND_NAME, /* given, family */
    FIND_KNOWN_AS,
    FIND_FORMER,
    FIND_SCRIPT, /* a name in its own script */
    FIND_NUMBER,
    FIND_BORN,
    FIND_SCHOOL,
    FIND_TELEPHONE,
    FIND_ACCOUNT,
    FIND_HOME,
    FIND_POSTCODE,
    FIND_WORKER,
    FIND_PARTS
};
_Static_assert(FIND_PARTS <= 16, "a part is four bits of a row's key");

struct rows_of;
struct child_words;
struct child_state;
void find_rows(struct rows_of *r, const struct child_state *c, const struct child_words *now);

#endif
