/* Runs vectors of transparency logs against our tree, tiles and notes: `tlog FILE` or, for the
 * upstream ones that lie beside the project and are no part of it, `tlog FOLDER`. Says so when
 * there are none. */
#include "tlog_file.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    FILE_MAX = 8 << 20,
    SKIPPED = 77
};
static const char inside[] = "conformance/tlog/VECTORS.json"; /* of the folder beside us */

void holds(struct vectors *v, bool condition, const char *what, const char *where, int64_t at)
{
    if (condition) {
        v->passed++;
        return;
    }
    v->failed++;
    printf("failed: %s, row %lld: %s\n", where, (long long)at, what);
}

const struct json_value *need(const struct json_value *in, const char *key)
{
    const struct json_value *found = json_member(in, key);
    if (!found) {
        fprintf(stderr, "the vectors lack '%s'\n", key);
        exit(2);
    }
    return found;
}

int64_t number_of(const struct json_value *in, const char *key)
{
    return need(in, key)->number;
}

struct str text_of(const struct json_value *in, const char *key)
{
    return need(in, key)->text;
}

struct hash256 hash_of(const struct json_value *v)
{
    struct hash256 h = { 0 };
    size_t len = 0;
    bool read = v->text.len == 64 ? sodium_hex2bin(h.b, 32, v->text.at, 64, NULL, &len, NULL) == 0
                                  : base64_read(v->text, h.b, 32, &len);
    /* Text that is no hash stands for itself: equal to the same text, and to nothing else. */
    return read && len == 32 ? h : sha256(&v->text, 1);
}

struct str bytes_of(struct task *t, struct str hex)
{
    uint8_t *to = NEWS(t->arena, uint8_t, hex.len / 2 + 1);
    size_t len;
    MUST(sodium_hex2bin(to, hex.len / 2 + 1, hex.at, hex.len, NULL, &len, NULL) == 0);
    return (struct str){ (const char *)to, len };
}

size_t proof_of(const struct json_value *in, struct hash256 ret[128])
{
    size_t count = 0;
    for (const struct json_value *h = need(in, "proof")->first; h; h = h->next) {
        MUST(count < 128);
        ret[count++] = hash_of(h);
    }
    return count;
}

/* One index is written as 2^64 - 1, which no journal of ours can have: below zero serves as well.
 */
static void tame(char *at)
{
    static const char huge[] = "18446744073709551615";
    for (char *found = strstr(at, huge); found; found = strstr(found, huge))
        memcpy(found, "-1                  ", sizeof huge - 1);
}

static const char *vectors_path(struct task *t, const char *given)
{
    struct stat what;
    bool folder = stat(given, &what) == 0 && S_ISDIR(what.st_mode);
    return folder ? str_print(t->arena, "%s/%s%c", given, inside, 0).at : given;
}

static bool file_read(struct task *t, const char *path, struct str *ret)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    char *at = NEWS(t->arena, char, FILE_MAX);
    size_t len = fread(at, 1, FILE_MAX - 1, f);
    fclose(f);
    tame(at);
    *ret = (struct str){ at, len };
    return true;
}

int main(int argc, char **argv)
{
    struct instant now = { 0 };
    crypto_start();
    struct task t = task_open(arena_open(256 << 20), clock_stopped(&now));
    struct vectors v = { .t = &t };
    struct str bytes;
    const char *path = vectors_path(&t, argc > 1 ? argv[1] : "../shared");
    if (!file_read(&t, path, &bytes)) {
        printf("no vectors at %s: nothing was checked\n", path);
        return SKIPPED;
    }
    if (json_read(&t, bytes, FILE_MAX, &v.all) != OK) {
        fprintf(stderr, "%s: %s\n", path, t.reason);
        return 2;
    }
    check_trees(&v);
    check_notes(&v);
    printf("%d passed, %d failed\n", v.passed, v.failed);
    arena_close(t.arena);
    return v.failed > 0 || v.passed == 0;
}
