/* A register and a partner's messages to it, right in every way, to be spoilt one way at a time. */
#ifndef TEST_SEND_LETTERS_H
#define TEST_SEND_LETTERS_H
#include "../work/given.h"
#include "send/exchange_inside.h"

extern const char west[]; /* the partner's origin */

struct both {
    struct given *g;
    struct exchange *x;
    uint32_t first_child; /* of what was there before */
};
int both_open(void **state);
int both_close(void **state);

struct letter {
    const char *id, *source, *recipient, *type;
    struct placement_notice notice;
    struct str key_id, body;
    uint8_t seed[32];
    struct exchange_asked asked;
    struct signed_message message;
};
struct letter a_letter(struct both *b, const char *id);
void write_body(struct both *b, struct letter *l);
void sign(struct both *b, struct letter *l);
void whole(struct both *b, struct letter *l); /* both */
struct exchange_reply tell(struct both *b, const struct letter *l);
/* What the reply's receipt says, held against the letter. */
struct receipt_said receipt_of(struct both *b, const struct letter *l,
                               const struct exchange_reply *reply);

uint32_t hosted(struct both *b, const char *case_id);
unsigned count_of(struct both *b, uint32_t subject, enum event_kind kind);

#endif
