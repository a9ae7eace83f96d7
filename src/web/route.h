/* The table of routes: which address is whose, and who may ask for it. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H
#include "web/web.h"

struct request;
struct response;

enum method {
    METHOD_GET,
    METHOD_POST
};

enum permission {
    ANYONE,
    SIGNED_IN,
    MAY_SEE_BOARD,
    MAY_SEE_DUTIES,
    MAY_SEE_CHILD,     /* and then a relation to that child: see access.h */
    MAY_REPORT,        /* missing and back */
    MAY_RECORD,        /* sightings, enquiries, visits, interviews */
    MAY_DECIDE,        /* alarms */
    MAY_RUN,           /* what could not be delivered to others */
    MAY_COMPARE,       /* figures over several homes */
    MAY_PLACE,         /* propose a placement, and have it checked */
    MAY_APPROVE,       /* placements, by rank */
    MAY_OVERSEE,       /* what is late and whose, over many children */
    MAY_SHARE,         /* with power, purpose, items and recipient */
    MAY_REVIEW_ACCESS, /* who looked at what, and whether it was right */
    MAY_KEEP_ACCOUNTS, /* invite, end, and give a new way to sign in */
    PERMISSIONS
};
const char *permission_name(enum permission p);
bool role_may(uint8_t role, enum permission p);

enum route_name {
#define ROUTE(name, method, pattern, permission, handler) ROUTE_##name,
#include "web/routes.def"
#undef ROUTE
    ROUTES
};

struct route {
    const char *name;
    enum method method;
    const char *pattern;
    enum permission needs;
    status (*handle)(struct task *t, struct request *in, struct response *out);
};
extern const struct route routes[ROUTES];

enum match {
    MATCHED,
    NO_SUCH_ADDRESS,
    NOT_THIS_METHOD
};
enum match route_match(enum method method, struct str path, struct request *ret);
/* One part of an address; see LINK_PART in show.h. */
struct link_part {
    uint64_t number;
    struct str word;
};
void route_address(enum route_name name, const struct link_part *parts, struct text *ret);
/* Method, address, permission and who has it, one route a line. */
struct str route_matrix(struct arena *a);

status redirect(struct task *t, struct response *out, enum route_name to,
                const struct link_part *parts);

/* Handlers */
#define ROUTE(name, method, pattern, permission, handler)                                          \
    status handler(struct task *t, struct request *in, struct response *out);
#include "web/routes.def"
#undef ROUTE

#endif
