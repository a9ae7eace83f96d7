/* Agencies' machines: programs of an agency that speak to the API by signed requests.
 *
 * A machine is registered as somebody of its agency, so that what it looks at stands in the
 * access log under its name, and ends like an account. It stands on no rota, owes nothing and is
 * never told anything; it sees what somebody sees who holds its one stated role at its agency,
 * and what was shared with the agency: standing_of_machine in access.h. */
#ifndef ACCESS_MACHINE_H
#define ACCESS_MACHINE_H
#include "access/account.h"
#include "send/signature.h"

enum {
    MACHINE_NAME_MAX = 40,
    MACHINES_MAX = 200
};

struct machine {
    uint32_t person, agency;
    uint8_t role;              /* enum role */
    uint8_t key[32];           /* Ed25519, public */
    struct str name;           /* small letters, digits and hyphens: the keyid of its signatures */
    struct instant made, used; /* used NEVER: not yet */
};
struct machine_list {
    struct machine *at;
    size_t count;
};
/* A public key as programs write it: 32 bytes in base64, or "-----BEGIN PUBLIC KEY-----". */
status machine_key_read(struct task *t, struct str text, uint8_t ret[32]);

/* E_INVALID: no such agency, or no name. E_CONFLICT: a machine of this name is there already. */
status machine_add(struct task *t, struct writer *w, const struct machine *m, uint32_t *ret_person);
status machine_list(struct task *t, struct reader *r, struct machine_list *ret);
status machine_named(struct task *t, struct reader *r, struct str name, struct machine *ret);
/* Its key is worth nothing from now on. E_MISSING, E_CONFLICT: ended already. */
status machine_end(struct task *t, struct writer *w, struct reader *r, struct str name,
                   struct str reason);

struct machine_asked {
    struct signed_message message;
    struct signature_lines lines;
    struct str body;
    bool doubled; /* a field that is signed came twice */
};
/* Who signed this request. Its nonce is used up, durably, when it returns OK. E_DENIED: not known,
 * ended, wrong signature, too old, or said before. */
status machine_check(struct task *t, struct writer *w, struct reader *r,
                     const struct machine_asked *asked, struct machine *ret);

#endif
