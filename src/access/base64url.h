/* Base64 for addresses, without padding (RFC 4648 section 5): what browsers and tokens are sent in.
 */
#ifndef ACCESS_BASE64URL_H
#define ACCESS_BASE64URL_H
#include "base/str.h"

/* Only the one right spelling; false: it is not. */
bool base64url_read(struct arena *a, struct str text, struct str *ret);
struct str base64url_print(struct arena *a, const void *bytes, size_t len);

#endif
