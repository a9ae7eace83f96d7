/* What a serving process may still reach: said here in full, all else is refused by the kernel. */
#include "main/sandbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "work/store_files.h"

enum {
    PATHS_MAX = 128,
    PORTS_MAX = 64,
    POSTGRES_PORT = 5432
};

/* For names, certificates, time zones, letters on a page, and how many processors there are. */
static const char *const always_read[] = {
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/host.conf",
    "/etc/nsswitch.conf",
    "/etc/gai.conf",
    "/etc/services",
    "/etc/localtime",
    "/etc/ssl",
    "/etc/pki",
    "/etc/gnutls",
    "/etc/ca-certificates",
    "/etc/crypto-policies",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/run/systemd/resolve",
    "/usr/share/zoneinfo",
    "/usr/share/fonts",
    "/usr/share/fontconfig",
    "/usr/share/ca-certificates",
    "/usr/share/X11/locale",
    "/usr/share/xml/fontconfig",
    "/usr/local/share/fonts",
    "/usr/local/share/ca-certificates",
    "/var/cache/fontconfig",
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/usr/local/lib",
    "/dev/urandom",
    "/dev/null",
    "/sys/devices/system/cpu",
    "/proc/sys/crypto",
    "/proc/sys/vm/overcommit_memory",
#if defined(__SANITIZE_ADDRESS__)
    "/proc",
#endif
};
/* Where libpq looks when it connects again. */
static const char *const postgres_names[] = { "PGPASSFILE",    "PGSSLCERT", "PGSSLKEY",
                                              "PGSSLROOTCERT", "PGSSLCRL",  "PGSERVICEFILE",
                                              "PGSYSCONFDIR" };
/* Mail, names and pages of others at their usual places. */
static const uint16_t usual_ports[] = { 25, 465, 587, 53, 443 };

extern char **environ;

struct plan {
    struct fence_path path[PATHS_MAX];
    uint16_t port[PORTS_MAX];
    size_t paths, ports;
};

static void may_read(struct plan *p, struct str path)
{
    MUST(p->paths < PATHS_MAX);
    if (path.len)
        p->path[p->paths++] = (struct fence_path){ path, false };
}

static void may_call(struct plan *p, uint64_t port)
{
    if (port > 0 && port <= UINT16_MAX && p->ports < PORTS_MAX)
        p->port[p->ports++] = (uint16_t)port;
}

static uint64_t number_of(struct task *t, struct str digits)
{
    int64_t port = 0;
    return str_to_i64(t, digits, 1, UINT16_MAX, &port) == OK ? (uint64_t)port : 0;
}

/* The next of a list; false at its end. */
static bool next_of(struct str *rest, char between, struct str *ret)
{
    if (rest->len == 0)
        return false;
    if (!str_cut(*rest, between, ret, rest)) {
        *ret = *rest;
        *rest = S("");
    }
    return true;
}

/* The port in "host:465/…"; 0: none is said. */
static uint64_t port_of(struct task *t, struct str place)
{
    struct str host = place, path;
    (void)str_cut(place, '/', &host, &path);
    for (size_t i = host.len; i > 0 && host.at[i - 1] != ']'; i--)
        if (host.at[i - 1] == ':')
            return number_of(t, (struct str){ host.at + i, host.len - i });
    return 0;
}

static struct str after_scheme(struct str address)
{
    for (size_t i = 0; i + 3 <= address.len; i++)
        if (memcmp(address.at + i, "://", 3) == 0)
            return (struct str){ address.at + i + 3, address.len - i - 3 };
    return S("");
}

static void address_take(struct task *t, struct plan *p, struct str address)
{
    struct str place = after_scheme(address);
    if (place.len == 0)
        return;
    uint64_t said = port_of(t, place);
    may_call(p, said ? said : str_starts(address, S("http://")) ? 80 : 443);
}

/* A setting is a file's path or an address of somebody else: both are what was allowed. */
static void settings_take(struct task *t, struct plan *p, struct str text)
{
    struct str line, name, value;
    while (p->paths + 2 < PATHS_MAX && next_of(&text, '\n', &line)) {
        if (!str_cut(line, '=', &name, &value) || str_starts(line, S("#")))
            continue;
        if (str_is(str_trim(name), "key-file"))
            continue; /* what is needed of it is in memory; the signer's key is not */
        value = str_trim(value);
        if (memchr(value.at, '/', value.len) && after_scheme(value).len == 0)
            may_read(p, str_copy(t->arena, value));
        address_take(t, p, value);
    }
}

static void environment_take(struct plan *p)
{
    struct str name, value;
    for (char **at = environ; *at && p->paths + 2 < PATHS_MAX; at++) {
        if (!str_cut(str_from(*at), '=', &name, &value))
            continue;
        bool ours = str_starts(name, S("SIGHTLINE_")) && !str_is(name, "SIGHTLINE_KEY_FILE");
        if (ours || str_is(name, "SSL_CERT_FILE") || str_is(name, "SSL_CERT_DIR") ||
            str_is(name, "CURL_CA_BUNDLE"))
            may_read(p, value);
    }
}

static void postgres_parameter(struct task *t, struct plan *p, struct str said)
{
    static const char *const files[] = { "sslcert", "sslkey", "sslrootcert", "sslcrl", "passfile" };
    struct str name, value;
    if (!str_cut(said, '=', &name, &value))
        return;
    for (size_t i = 0; i < COUNT(files); i++)
        if (str_is(name, files[i]))
            may_read(p, value);
    if (str_is(name, "port"))
        may_call(p, number_of(t, value));
}

static void postgres_take(struct task *t, struct plan *p, struct str url)
{
    struct str home = str_from(getenv("HOME")), parameters = S(""), one;
    may_call(p, POSTGRES_PORT);
    may_call(p, number_of(t, str_from(getenv("PGPORT"))));
    for (size_t i = 0; i < COUNT(postgres_names); i++)
        may_read(p, str_from(getenv(postgres_names[i])));
    if (home.len) {
        may_read(p, str_print(t->arena, "%.*s/.pgpass", STR_ARG(home)));
        may_read(p, str_print(t->arena, "%.*s/.postgresql", STR_ARG(home)));
    }
    (void)str_cut(url, '?', &url, &parameters);
    while (p->paths + 2 < PATHS_MAX && next_of(&parameters, '&', &one))
        postgres_parameter(t, p, one);
    struct str hosts = after_scheme(url);
    while (next_of(&hosts, ',', &one)) /* several may be named */
        may_call(p, port_of(t, one));
}

#ifdef __SANITIZE_ADDRESS__
/* What looks for leaks at the end reads /proc, which the fence of files does not let it. */
static bool fenced;
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
    return fenced;
}
#endif

status sandbox_files(struct task *t, const struct store *s, const struct sandbox *how)
{
    struct plan *p = NEW(t->arena, struct plan);
    struct str settings;
    if (how->must && fence_landlock() == 0)
        return fail(t, E_DENIED,
                    "this kernel has no Landlock, and --require-fences asks for it:"
                    " boot with landlock in lsm=, or serve without that option");
    TRY(store_settings_text(t, s, &settings));
    if (!s->postgres)
        p->path[p->paths++] = (struct fence_path){ s->where, true };
    else
        postgres_take(t, p, s->where);
    for (size_t i = 0; i < COUNT(always_read); i++)
        may_read(p, str_from(always_read[i]));
    for (size_t i = 0; i < COUNT(how->more); i++)
        may_read(p, how->more[i]);
    for (size_t i = 0; i < COUNT(usual_ports); i++)
        may_call(p, usual_ports[i]);
    environment_take(p);
    settings_take(t, p, settings);
#ifdef __SANITIZE_ADDRESS__
    fenced = true;
#endif
    return fence_files(
        t, p->path, p->paths,
        &(struct fence_ports){
            .connect = p->port, .connects = p->ports, .bind = &how->port, .binds = 1 });
}

status sandbox_calls(struct task *t, const struct sandbox *how)
{
    (void)how;
    int landlock = fence_landlock();
    TRY(fence_calls(t, CALLS_SERVE));
    if (landlock)
        fprintf(stderr, "sightline: fences: seccomp, Landlock %d\n", landlock);
    else
        fprintf(stderr, "sightline: fences: seccomp; this kernel has no Landlock\n");
    return OK;
}
