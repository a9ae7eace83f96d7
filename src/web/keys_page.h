/* What the pages of passkeys and of organisations' sign-ins show. */
#ifndef WEB_KEYS_PAGE_H
#define WEB_KEYS_PAGE_H
#include "access/oidc.h"
#include "web/show.h"

struct passkey_page {
    const char *trouble; /* why none can be added now; NULL: one can */
};
/* Whether pages asked for in this way have a name that passkeys can belong to. */
bool passkeys_here(const struct request *in);

#endif
