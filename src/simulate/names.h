/* Names for people who do not exist. */
#ifndef SIMULATE_NAMES_H
#define SIMULATE_NAMES_H
#include "base/str.h"
#include "simulate/chance.h"

struct str name_given(struct chance *c, bool male);
struct str name_family(struct chance *c);
struct str name_home(struct arena *a, uint32_t which);

#endif
