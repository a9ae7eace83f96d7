/* Addresses of connections, and of those for whom a proxy asks. */
#include "web/caller.h"

#include <arpa/inet.h>
#include <string.h>

bool caller_is_loopback(const struct sockaddr *a)
{
    if (a->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr) >> 24 == 127;
    const struct in6_addr *six = &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr;
    return IN6_IS_ADDR_LOOPBACK(six) || (IN6_IS_ADDR_V4MAPPED(six) && six->s6_addr[12] == 127);
}

static bool same_address(const struct sockaddr *a, const struct sockaddr *b)
{
    if (a->sa_family != b->sa_family)
        return false;
    if (a->sa_family == AF_INET)
        return ((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr ==
               ((const struct sockaddr_in *)(const void *)b)->sin_addr.s_addr;
    return memcmp(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr,
                  &((const struct sockaddr_in6 *)(const void *)b)->sin6_addr,
                  sizeof(struct in6_addr)) == 0;
}

static void take_four(const void *four, uint8_t ret[16])
{
    memset(ret, 0, 10);
    ret[10] = ret[11] = 0xff;
    memcpy(ret + 12, four, 4);
}

/* One household or office has a whole half of them to itself. */
static void take_six(const struct in6_addr *six, uint8_t ret[16])
{
    memset(ret, 0, 16);
    if (IN6_IS_ADDR_V4MAPPED(six))
        take_four(&six->s6_addr[12], ret);
    else
        memcpy(ret, six->s6_addr, 8);
}

struct caller caller_of(const struct sockaddr *peer, const struct sockaddr *own)
{
    struct caller c = { .outside = true };
    if (!peer)
        return c;
    if (peer->sa_family == AF_INET)
        take_four(&((const struct sockaddr_in *)(const void *)peer)->sin_addr, c.from);
    else
        take_six(&((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr, c.from);
    c.loopback = caller_is_loopback(peer);
    /* Who calls from the address that was called is this machine too. */
    c.outside = !c.loopback && (!own || !same_address(peer, own));
    return c;
}

/* The last of "a, b, c"; without a port and brackets. */
static struct str last_address(struct str list)
{
    struct str one = list, after;
    while (str_cut(one, ',', &list, &after))
        one = after;
    one = str_trim(one);
    if (one.len > 1 && one.at[0] == '[') {
        struct str inside = { one.at + 1, one.len - 1 };
        return str_cut(inside, ']', &one, &after) ? one : S("");
    }
    if (str_cut(one, ':', &list, &after) && !memchr(after.at, ':', after.len))
        return list;
    return one;
}

status caller_forwarded(struct task *t, struct str forwarded_for, struct str forwarded_proto,
                        struct caller *c)
{
    struct in_addr four;
    struct in6_addr six;
    struct str one = last_address(forwarded_for);
    char *text = str_nul(t->arena, one);
    MUST(c->loopback);
    if (one.len > 0 && one.len < 60 && inet_pton(AF_INET, text, &four) == 1)
        take_four(&four, c->from);
    else if (one.len > 0 && one.len < 60 && inet_pton(AF_INET6, text, &six) == 1)
        take_six(&six, c->from);
    else
        return fail(t, E_DENIED, "the proxy does not say who asks: let it set X-Forwarded-For");
    if (!str_is(last_address(forwarded_proto), "https"))
        return fail(t, E_DENIED, "these pages are asked for by https:// only: use that address");
    c->outside = c->forwarded = true;
    return OK;
}
