/* Requests to the API that an agency's machine has signed. */
#ifndef WEB_MACHINE_H
#define WEB_MACHINE_H
#include "web/site.h"

/* Whether it says that it is signed: then it must be, and no cookie counts. */
bool machine_signs(const struct request *in);
/* Who signed it, as if they had signed in: person, agency, role and name. E_DENIED: it is not
 * believed, and why. The nonce is used up. */
status machine_identify(struct task *t, struct request *in, struct session *ret_session);

#endif
