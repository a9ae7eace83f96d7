/* The numbers that no law fixes, and who set each: for people who read the rulebook. */
#ifndef RULEBOOK_PARAMETERS_H
#define RULEBOOK_PARAMETERS_H
#include "rulebook/rulebook.h"

struct parameter_words {
    struct str name, value, set_by; /* "without-delay", "4 hours"; set_by "": as shipped */
    struct str shipped;             /* before local.rules set it; "" when it did not */
};
/* In the order of the files. */
size_t rulebook_parameters(struct arena *a, const struct rulebook *b,
                           struct parameter_words **ret);
/* A number, or the hours of a length in hours or days; `otherwise` when the book has no such. */
int32_t rulebook_number(const struct rulebook *b, struct str name, int32_t otherwise);
int32_t rulebook_hours(const struct rulebook *b, struct str name, int32_t otherwise);

#endif
