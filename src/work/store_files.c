/* Files, schemas and keys of a register: where they lie and how they are made. */
#include "work/store_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"

enum {
    MASTER_BYTES = 32
};
static const char *const secret_labels[SECRETS] = {
    [SECRET_FILE_PAGES] = "sightline/file-pages/v1",
    [SECRET_WRAPPING] = "sightline/subject-keys/v1",
    [SECRET_SIGNER] = "sightline/signer-seed/v1",
    [SECRET_EXCHANGE] = "sightline/exchange-seed/v1",
    [SECRET_MESSAGES] = "sightline/messages/v1",
    [SECRET_FEED] = "sightline/calendar-feed/v1",
    [SECRET_SIGN_IN] = "sightline/sign-in/v1",
    [SECRET_DRAFTS] = "sightline/drafts/v1",
};

static const struct {
    const char *file, *schema;
    bool full_sync;
} parts[] = {
    [PART_KEPT] = { "journal.db", "kept", true },
    [PART_DERIVED] = { "register.db", "derived", false },
    [PART_KEYS] = { "keys.db", "keys", true },
    [PART_SIGNING] = { "signer.db", "signing", true },
    [PART_DERIVED_AGAIN] = { "register-again.db", "derived_again", false },
};

static void derive_all(const uint8_t master[32], struct store_secrets *ret)
{
    for (int which = 0; which < SECRETS; which++) {
        struct str label = str_from(secret_labels[which]);
        struct hash256 h = hmac_sha256(master, &label, 1);
        memcpy(ret->of[which], h.b, sizeof h.b);
        wipe(&h, sizeof h);
    }
}

void secret_derive(const struct store_secrets *s, int which, uint8_t ret[32])
{
    memcpy(ret, s->of[which], sizeof s->of[which]);
}

void secret_forget(struct store_secrets *s, int which)
{
    wipe(s->of[which], sizeof s->of[which]);
}

bool where_is_url(struct str where)
{
    return str_starts(where, S("postgresql://")) || str_starts(where, S("postgres://"));
}

struct str store_path(struct arena *a, struct str where, const char *name)
{
    return str_print(a, "%.*s/%s", STR_ARG(where), name);
}

struct db_place store_db_place(struct task *t, struct str where, enum store_part part,
                               const struct store_secrets *secrets)
{
    struct db_place p = { .encrypted = db_can_encrypt(), .full_sync = parts[part].full_sync };
    if (where_is_url(where)) {
        struct str url, prefix;
        bool several = str_cut(where, '#', &url, &prefix);
        p.url = several ? url : where;
        p.schema = several ? str_print(t->arena, "%.*s_%s", STR_ARG(prefix), parts[part].schema)
                           : str_from(parts[part].schema);
        p.encrypted = false;
    } else {
        p.path = store_path(t->arena, where, parts[part].file);
        secret_derive(secrets, SECRET_FILE_PAGES, p.key);
    }
    return p;
}

status store_part_remove(struct task *t, struct str where, enum store_part part)
{
    static const char *const tails[] = { "", "-wal", "-shm", "-journal" };
    MUST(part == PART_DERIVED || part == PART_DERIVED_AGAIN);
    if (where_is_url(where))
        return OK;
    for (size_t i = 0; i < COUNT(tails); i++) {
        struct str path = store_path(t->arena, where, parts[part].file);
        char *name = str_nul(t->arena, str_print(t->arena, "%.*s%s", STR_ARG(path), tails[i]));
        if (unlink(name) != 0 && errno != ENOENT)
            return fail(t, E_IO, "%s cannot be removed (%s): look at the folder's permissions",
                        name, strerror(errno));
    }
    return OK;
}

status store_part_swap(struct task *t, struct str where)
{
    if (where_is_url(where))
        return OK;
    TRY(store_part_remove(t, where, PART_DERIVED));
    char *from = str_nul(t->arena, store_path(t->arena, where, parts[PART_DERIVED_AGAIN].file));
    char *to = str_nul(t->arena, store_path(t->arena, where, parts[PART_DERIVED].file));
    if (rename(from, to) != 0)
        return fail(t, E_IO, "%s cannot be put in place of %s (%s)", from, to, strerror(errno));
    return OK;
}

/* --- keys --- */

static status write_all(struct task *t, int fd, const char *path, struct str bytes)
{
    for (size_t done = 0; done < bytes.len;) {
        ssize_t n = write(fd, bytes.at + done, bytes.len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return fail(t, E_IO, "%s cannot be written (%s)", path, strerror(errno));
        done += (size_t)n;
    }
    return fsync(fd) == 0 ? OK
                          : fail(t, E_IO, "%s cannot be made durable (%s)", path, strerror(errno));
}

status store_file_make(struct task *t, struct str path, struct str bytes, int mode)
{
    char *name = str_nul(t->arena, path);
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0)
        return fail(t, errno == EEXIST ? E_CONFLICT : E_IO, "%s cannot be made (%s)", name,
                    strerror(errno));
    status made = write_all(t, fd, name, bytes);
    if (close(fd) != 0 && made == OK)
        made = fail(t, E_IO, "%s cannot be closed (%s)", name, strerror(errno));
    return made;
}

status store_file_read(struct task *t, struct str path, size_t most, struct str *ret)
{
    char *name = str_nul(t->arena, path);
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(t, errno == ENOENT ? E_MISSING : E_IO, "%s cannot be read (%s)", name,
                    strerror(errno));
    char *at = arena_take(t->arena, 1, most + 1);
    size_t len = 0;
    ssize_t n = 0;
    while (len <= most && (n = read(fd, at + len, most + 1 - len)) > 0)
        len += (size_t)n;
    close(fd);
    if (n < 0)
        return fail(t, E_IO, "%s cannot be read (%s)", name, strerror(errno));
    if (len > most)
        return fail(t, E_LIMIT, "%s is longer than %zu bytes: is it the right file?", name, most);
    *ret = (struct str){ at, len };
    return OK;
}

status secrets_make(struct task *t, struct str path)
{
    struct store_secrets s;
    if (access(str_nul(t->arena, path), F_OK) == 0) {
        status read = secrets_read(t, path, &s);
        wipe(&s, sizeof s);
        return read;
    }
    uint8_t master[32];
    random_bytes(master, sizeof master);
    status made = store_file_make(t, path, (struct str){ (char *)master, sizeof master }, 0600);
    wipe(master, sizeof master);
    return made;
}

/* What the service manager hands over lies where nobody else comes in, whatever its mode says. */
static bool others_may_read(const char *name)
{
    struct stat about;
    struct str handed = str_from(getenv("CREDENTIALS_DIRECTORY"));
    if (handed.len > 0 && str_starts(str_from(name), handed) && name[handed.len] == '/')
        return false;
    return stat(name, &about) == 0 && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

status secrets_read(struct task *t, struct str path, struct store_secrets *ret)
{
    char *name = str_nul(t->arena, path);
    if (others_may_read(name))
        return fail(t, E_DENIED,
                    "the key file %s may be read by others: run chmod 600 on it first", name);
    struct str bytes;
    status read = store_file_read(t, path, MASTER_BYTES, &bytes);
    if (read == E_MISSING)
        return fail(t, E_MISSING,
                    "the key file %s is not there: without it nothing can be read; put it back"
                    " from where you keep keys, or name its place in SIGHTLINE_KEY_FILE", name);
    TRY(read);
    if (bytes.len != MASTER_BYTES)
        return fail(t, E_INVALID, "the key file %s has %zu bytes and needs %zu: is it the right"
                                  " file?", name, bytes.len, (size_t)MASTER_BYTES);
    derive_all((const uint8_t *)bytes.at, ret);
    wipe((void *)(uintptr_t)bytes.at, bytes.len);
    return OK;
}

status secret_file_read(struct task *t, struct str path, size_t most, struct str *ret)
{
    char *name = str_nul(t->arena, path);
    if (others_may_read(name))
        return fail(t, E_DENIED, "the file %s may be read by others: run chmod 600 on it first",
                    name);
    status read = store_file_read(t, path, most, ret);
    if (read == E_MISSING)
        return fail(t, E_MISSING, "the file %s is not there: put it back, or name another in the"
                                  " settings", name);
    return read;
}

status key_path(struct task *t, struct str where, struct str named, struct str *ret)
{
    struct str said = str_from(getenv("SIGHTLINE_KEY_FILE"));
    if (said.len > 0)
        *ret = str_copy(t->arena, said);
    else if (named.len > 0)
        *ret = named;
    else if (!where_is_url(where))
        *ret = store_path(t->arena, where, "key");
    else
        return fail(t, E_INVALID, "a register on a server needs a key file: name its path in"
                                  " SIGHTLINE_KEY_FILE or in the setting key-file");
    return OK;
}
