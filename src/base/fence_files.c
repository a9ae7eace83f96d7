/* Landlock by its three calls: what lies outside the named folders is as good as not there. */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fence.h"

/* Newer than the headers that this may be built with; the numbers are the kernel's own. */
enum {
    NET_BIND = 1 << 0,
    NET_CONNECT = 1 << 1,
    SCOPE_ABSTRACT_SOCKET = 1 << 0,
    SCOPE_SIGNAL = 1 << 1,
    RULE_PATH = 1,
    RULE_PORT = 2,
    ABI_REFER = 2,
    ABI_TRUNCATE = 3,
    ABI_PORTS = 4,
    ABI_DEVICES = 5,
    ABI_SCOPES = 6,
};
#define FS_EXECUTE    (UINT64_C(1) << 0)
#define FS_WRITE_FILE (UINT64_C(1) << 1)
#define FS_READ_FILE  (UINT64_C(1) << 2)
#define FS_READ_DIR   (UINT64_C(1) << 3)
#define FS_REMOVE     (UINT64_C(1) << 5)
#define FS_MAKE_REG   (UINT64_C(1) << 8)
#define FS_TRUNCATE   (UINT64_C(1) << 14)
#define FS_ALL_FIRST  ((UINT64_C(1) << 13) - 1)
#define FS_REFER      (UINT64_C(1) << 13)
#define FS_DEVICES    (UINT64_C(1) << 15)
#define FS_OF_A_FILE  (FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_DEVICES)

struct ruleset {
    uint64_t files, ports, scopes;
};
struct port_rule {
    uint64_t access, port;
};

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}
#define WITH_FD(name) __attribute__((cleanup(close_fd))) int name

int fence_landlock(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version > 0 ? (int)version : 0;
}

static struct ruleset all_of(int version)
{
    struct ruleset all = { .files = FS_ALL_FIRST };
    if (version >= ABI_REFER)
        all.files |= FS_REFER;
    if (version >= ABI_TRUNCATE)
        all.files |= FS_TRUNCATE;
    if (version >= ABI_PORTS)
        all.ports = NET_BIND | NET_CONNECT;
    if (version >= ABI_DEVICES)
        all.files |= FS_DEVICES;
    if (version >= ABI_SCOPES) /* no names outside the file system, no signals to others */
        all.scopes = SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL;
    return all;
}

static status path_add(struct task *t, int rules, const struct ruleset *all,
                       const struct fence_path *p)
{
    struct stat about;
    char *name = str_nul(t->arena, p->path);
    WITH_FD(at) = open(name, O_PATH | O_CLOEXEC);
    if (at < 0 || fstat(at, &about) != 0)
        return OK; /* what is not there needs no leave */
    uint64_t may = FS_READ_FILE | FS_READ_DIR;
    if (p->write)
        may |= FS_WRITE_FILE | FS_REMOVE | FS_MAKE_REG | FS_TRUNCATE;
    if (!S_ISDIR(about.st_mode))
        may &= FS_OF_A_FILE;
    struct landlock_path_beneath_attr rule = { .allowed_access = may & all->files,
                                               .parent_fd = at };
    if (syscall(SYS_landlock_add_rule, rules, RULE_PATH, &rule, 0) != 0)
        return fail(t, E_IO, "the fence round files could not be made at %s (%s)", name,
                    strerror(errno));
    return OK;
}

static status ports_add(struct task *t, int rules, uint64_t access, const uint16_t *ports,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct port_rule rule = { access, ports[i] };
        if (syscall(SYS_landlock_add_rule, rules, RULE_PORT, &rule, 0) != 0)
            return fail(t, E_IO, "the fence round ports could not be made at port %u (%s)",
                        ports[i], strerror(errno));
    }
    return OK;
}

status fence_files(struct task *t, const struct fence_path *paths, size_t count,
                   const struct fence_ports *ports)
{
    int version = fence_landlock();
    if (version == 0)
        return OK;
    struct ruleset all = all_of(version);
    WITH_FD(rules) = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (rules < 0)
        return fail(t, E_IO, "the fence round files could not be made (%s)", strerror(errno));
    for (size_t i = 0; i < count; i++)
        TRY(path_add(t, rules, &all, &paths[i]));
    if (ports && all.ports) {
        TRY(ports_add(t, rules, NET_CONNECT, ports->connect, ports->connects));
        TRY(ports_add(t, rules, NET_BIND, ports->bind, ports->binds));
    }
    TRY(fence_powers(t));
    if (syscall(SYS_landlock_restrict_self, rules, 0) != 0)
        return fail(t, E_IO, "the fence round files could not be closed (%s)", strerror(errno));
    return OK;
}

status fence_powers(struct task *t)
{
    struct rlimit none = { 0, 0 };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || setrlimit(RLIMIT_CORE, &none) != 0)
        return fail(t, E_IO, "this kernel does not let the server give up its powers");
    return OK;
}
