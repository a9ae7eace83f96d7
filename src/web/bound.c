/* Addresses, options and the number of connections, before the server opens. */
#include "web/bound.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <sys/resource.h>

enum {
    CONNECTIONS_MAX = 4096,
    FILES_BESIDE = 512, /* databases, threads' own */
};

status bound_read(struct task *t, const struct listen_options *o, struct bound *ret)
{
    struct bound b = { .loopback = true };
    struct str text = o->address.len ? o->address : S("127.0.0.1");
    char *address = str_nul(t->arena, text);
    if (inet_pton(AF_INET, address, &b.at.four.sin_addr) == 1) {
        b.at.four.sin_family = AF_INET;
        b.at.four.sin_port = htons(o->port);
        b.loopback = ntohl(b.at.four.sin_addr.s_addr) >> 24 == 127;
    } else if (inet_pton(AF_INET6, address, &b.at.six.sin6_addr) == 1) {
        b.at.six.sin6_family = AF_INET6;
        b.at.six.sin6_port = htons(o->port);
        b.loopback = IN6_IS_ADDR_LOOPBACK(&b.at.six.sin6_addr);
    } else {
        return fail(t, E_INVALID,
                    "the address must be one in numbers, like 192.0.2.10 or 0.0.0.0"
                    " for all of this machine");
    }
    *ret = b;
    return OK;
}

status bound_check(struct task *t, const struct listen_options *o, const struct bound *b)
{
    if ((o->certificate.len > 0) != (o->private_key.len > 0))
        return fail(t, E_INVALID, "a certificate and its private key belong together: give both");
    if (!b->loopback && o->certificate.len == 0)
        return fail(t, E_INVALID,
                    "off this machine pages go by TLS only: give --certificate FILE"
                    " and --private-key FILE, or serve on 127.0.0.1");
    if (o->certificate.len > 0 && MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES)
        return fail(t, E_INVALID,
                    "this libmicrohttpd was built without TLS: install one that has"
                    " it, or let a reverse proxy speak TLS before 127.0.0.1");
    return OK;
}

/* As many as there may be files for; more are asked for than a shell gives. */
unsigned connections_max(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return CONNECTIONS_MAX / 8;
    rlim_t want = CONNECTIONS_MAX + FILES_BESIDE;
    if (files.rlim_cur < want) {
        files.rlim_cur = files.rlim_max < want ? files.rlim_max : want;
        (void)setrlimit(RLIMIT_NOFILE, &files);
        (void)getrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur >= want)
        return CONNECTIONS_MAX;
    return files.rlim_cur > 2 * FILES_BESIDE ? (unsigned)(files.rlim_cur - FILES_BESIDE)
                                             : (unsigned)files.rlim_cur / 2;
}
