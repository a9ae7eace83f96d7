/* What the tests of this room share: someone who is to be told, and what became of it. */
#ifndef TEST_SEND_TOLD_H
#define TEST_SEND_TOLD_H
#include "../work/given.h"
#include "send/carry.h"

/* Adds lines to the register's settings and opens it again; returns what opening said. */
status with_settings(struct given *g, const char *format, ...) PRINTF(2, 3);
void write_file(struct given *g, const char *name, const char *text, int mode);

uint32_t someone(struct given *g, const char *name, const char *email, const char *telephone);
/* Reached by post alone: lines as on an envelope; NULL: not even so. */
uint32_t someone_at(struct given *g, const char *name, const char *postal);
/* The rule of the first alarm of this level; LEVEL_NONE: of the first duty. */
uint16_t a_rule(struct given *g, enum alarm_level level);
/* Tells a person of it about a child, as the writer does when an alarm rings. */
void tells(struct given *g, uint32_t child, uint32_t person, uint16_t rule, uint8_t step);
void tells_of(struct given *g, uint32_t child, uint32_t person, uint16_t rule,
              struct instant began);

/* The only dispatch there is by this channel. */
struct dispatch the_dispatch(struct given *g, enum dispatch_channel c);
size_t dispatch_count(struct given *g);
/* How often the person's stream holds an event of this kind whose bytes hold `part`. */
size_t says_in_stream(struct given *g, uint32_t person, const char *kind, const char *part);

/* One round of a carrier that lives for that long. */
struct carried_counts carries(struct given *g, int32_t patience_ms);
void passes(struct given *g, int64_t seconds);

#endif
