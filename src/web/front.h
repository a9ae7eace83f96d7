/* At which address the pages are, and who may ask for them there. */
#ifndef WEB_FRONT_H
#define WEB_FRONT_H
#include "web/site.h"

/* From the settings base-address and behind-proxy. E_INVALID: they do not fit together. */
status front_read(struct task *t, const struct store *s, struct front *ret);
/* Who asks, when a proxy asks for them; and whether the name they asked for is one of ours. */
status front_enter(struct task *t, struct request *in);
/* Whether pages are answered to them. A register of made-up people shows its pages to its own
 * machine only, since whoever comes may say who they are. */
status front_pages(struct task *t, const struct request *in);
/* The address that people see now: of the settings, or this machine's own. For passkeys and for
 * the way back from a sign-in elsewhere. */
struct str front_address(struct arena *a, const struct request *in);

#endif
