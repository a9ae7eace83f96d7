/* Other authorities' registers that this one speaks with: settings, and this register's own key.
 *
 *     [partner "eastmere"]
 *     address = https://sightline.eastmere.example/exchange
 *     origin = eastmere/sightline/5f2c91ab
 *     key = 8tSk…=
 *     area = E06000998
 *     ca-file = /etc/sightline/eastmere-ca.pem */
#ifndef SEND_PARTNER_H
#define SEND_PARTNER_H
#include "work/store.h"

enum { PARTNERS_MAX = 64, PARTNER_NAME_MAX = 40 };

struct partner {
    struct str name;    /* what people here call it */
    struct str address; /* where its messages go */
    struct str origin;  /* its journal's name: who signs, and the source of its messages */
    struct str area;    /* code of its area; empty: any */
    struct str ca_file; /* whom to trust about its certificate; empty: the system's list */
    uint8_t key[32];    /* Ed25519, public */
};
struct partners {
    struct partner *at;
    size_t count;
};
/* Sections of a settings text; `file` is told in refusals. Two of one name or origin are refused,
 * and so is one with our own origin. */
status partners_parse(struct task *t, struct str file, struct str text, struct str own_origin,
                      struct partners *ret);
status partners_read(struct task *t, const struct store *s, struct partners *ret);
const struct partner *partner_named(const struct partners *p, struct str name);   /* NULL */
const struct partner *partner_of(const struct partners *p, struct str origin);    /* NULL */
const struct partner *partner_of_area(const struct partners *p, struct str area); /* NULL */

/* The key that signs what this register says to others; it lasts as long as the master key. */
void own_exchange_seed(const struct store *s, uint8_t ret[32]);
/* The section to give to a partner, with an address to be filled in. */
struct str own_partner_section(struct task *t, const struct store *s);

#endif
