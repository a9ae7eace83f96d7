/* What serving one request needs: the site, the request, and the response. */
#ifndef WEB_SITE_H
#define WEB_SITE_H
#include "base/embedded.h"
#include "base/hash.h"
#include "format/html.h"
#include "format/urlform.h"
#include "web/route.h"
#include "web/session.h"
#include "web/web.h"

struct front { /* see front.h */
    struct str address; /* https://register.example; empty: none for other machines */
    struct str host;
    bool behind_proxy;
};

struct attempts;
struct exchange;
struct finder;
struct hashing;
struct live;
struct live_stream;
struct kept_pages;
struct oversight_kept;
struct postcodes;
struct limits;
struct oidc;
struct receipts;
struct rule_counts;
struct phrases;
struct snapshot;
struct standing;
struct site {
    struct arena *arena; /* lives as long as the site */
    struct store *store;
    struct writer *writer;
    struct sessions *sessions;
    struct receipts *receipts;
    struct exchange *exchange; /* with other registers; NULL: none */
    struct limits *limits;
    struct oidc *oidc; /* sign-ins of organisations; NULL: none */
    struct attempts *attempts;
    struct hashing *hashing;
    struct front front;
    struct live *live;
    struct clock clock;
    bool made_up;
    struct str stylesheet[2]; /* addresses with the hash of what is served */
    struct str *asset;        /* the same of every file, by place in embedded_assets */
    pthread_mutex_t snapshot_lock;
    const struct phrases *welsh;
    struct finder *finder;
    struct kept_pages *kept_pages;
    struct rule_counts *rule_counts; /* of the last minute; NULL: never counted */
    bool counting_rules;
    struct oversight_kept *oversight; /* counted in the last minute; NULL: never */
    bool counting_oversight;
    struct postcodes *postcodes; /* NULL: this register has no index of them */
    struct snapshot *snapshot; /* the newest look at who is missing; NULL: none yet */
};

struct request {
    struct site *site;
    struct reader *reader; /* this thread's own; NULL for what needs none */
    enum method method;
    struct str path, raw_query, body, cookie, host, origin, fetch_site, content_type;
    struct str api_token; /* of /api/: a header in the place of the form's field */
    struct str content_digest, ce_id, signature_input, signature; /* of POST /exchange only */
    bool doubled;                                                 /* one of these came twice */
    bool tls;
    bool outside; /* asked from another machine, by whatever way: see front.h */
    bool loopback, forwarded; /* over a connection within this machine; by a proxy on it */
    uint8_t from[16];         /* see caller.h */
    struct str forwarded_for, forwarded_proto; /* as said; believed of a proxy only */
    bool body_too_large;
    bool crowded; /* too many passwords are being hashed: this one is not */
    enum route_name route;
    uint64_t number[2]; /* of the address, in order */
    struct str word;
    struct urlform query, form;
    struct str file; /* that came with a form: of one address only, see photo_form */
    struct session session; /* person 0: nobody is signed in */
    const struct standing *standing; /* what they are and hold now; NULL: not asked yet */
    struct instant access_until;     /* the first relation that it rests on ends then; 0: none */
    struct instant now;
};

/* The child of the address; 0, which no child has, for a number past all subjects. */
static inline uint32_t child_number(const struct request *in)
{
    return in->number[0] > UINT32_MAX ? 0 : (uint32_t)in->number[0];
}

struct response {
    unsigned status;
    struct str body;
    const char *type;    /* NULL: no body */
    struct str location; /* redirect to it */
    struct str cookie;   /* Set-Cookie */
    struct {
        const char *name;
        struct str value;
    } header[4];     /* more fields; name NULL: none */
    unsigned wait_seconds; /* with 429: Retry-After */
    bool lasting;    /* may be kept by the browser: assets only */
    bool note_first; /* `note` must be durable before this is sent */
    struct event note;
    struct live_stream *live; /* instead of a body: events, for as long as they are wanted */
    uint32_t seen_child; /* notices about this child to who asks are now seen; 0 none */
};

/* Reads a form that has a file in it. */
status photo_form(struct task *t, struct request *in);
/* How much of a body is taken in: more where a photo is sent. */
size_t body_bytes_max(enum method method, struct str path);
/* Answers one request: session, permission, token, handler, error page. Never fails: what goes
 * wrong is a response too. */
void site_answer(struct task *t, struct request *in, struct response *out);
/* Replaces a response that may not be sent after all: its access could not be recorded. */
void site_withhold(struct task *t, struct request *in, struct response *out);
status site_open(struct task *t, struct store *s, struct writer *w, bool made_up,
                 struct site **ret);
void site_close(struct site *s);

#endif
