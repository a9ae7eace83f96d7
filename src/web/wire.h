/* A response as it goes over the wire. */
#ifndef WEB_WIRE_H
#define WEB_WIRE_H
#include <microhttpd.h>

#include "web/site.h"

/* NULL: out of memory. The body stays where it is: it must outlive what is made here. */
struct MHD_Response *wire_response(struct arena *a, const struct request *in,
                                   const struct response *out, struct MHD_Connection *connection);

#endif
