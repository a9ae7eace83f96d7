/* A made-up register for the tests of pages: one authority, one home, its people and children. */
#ifndef TEST_WEB_WORLD_H
#define TEST_WEB_WORLD_H
#include "base/hash.h"
#include "work/look.h"
#include "work/writer.h"

struct world {
    struct arena *arena, *opened;
    struct task t;
    struct instant now; /* the clock: tests move it */
    char folder[64];
    struct store *store;
    struct writer *writer;
    struct reader *reader;
};

/* A register in a folder of its own, filled with the story of world.c, at 02:46 on Thursday 12
 * November 2026. E_IO when it cannot be made. */
status world_open(struct world **ret, bool threaded);
void world_close(struct world *w);
uint32_t world_number(const struct world *w, const char *name); /* "alex", "dee", "larkwater" */

#endif
