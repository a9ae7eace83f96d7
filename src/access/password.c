/* Passwords: argon2id by libsodium, and lists of what is guessed first. */
#include "access/password.h"

#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/slow_hash.h"

enum {
    LINE_BYTES_MAX = 80
};

/* Words that a guesser tries first, and that people put together with years and places: a password
 * made of one of these, repeated or with a tail of digits, is refused without any file. */
static const char *const common[] = {
    "password",     "passw0rd",      "letmein",      "welcome",      "qwerty",
    "qwertyuiop",   "asdfghjkl",     "zxcvbnm",      "1q2w3e4r5t6y", "1qaz2wsx3edc",
    "q1w2e3r4t5y6", "abcdefghijkl",  "abcdef",       "abc",          "iloveyou",
    "admin",        "administrator", "changeme",     "secret",       "sunshine",
    "princess",     "football",      "monkey",       "dragon",       "master",
    "superman",     "batman",        "liverpool",    "arsenal",      "chelsea",
    "england",      "london",        "spring",       "summer",       "autumn",
    "winter",       "january",       "february",     "december",     "monday",
    "sightline",    "register",      "safeguarding", "socialworker", "social worker",
    "children",     "childrenshome", "nightworker",  "trustno",      "whatever",
    "computer",     "internet",      "default",      "guest",        "test",
    "temporary",    "temp",          "hello",        "holiday",      "christmas",
    "birthday",
};

/* --- text --- */

static size_t letters_in(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.at[i] & 0xc0) != 0x80;
    return n;
}

static struct str glib_str(struct task *t, char *given)
{
    struct str s = str_from(given);
    struct str copy = s.len ? str_copy(t->arena, s) : S("");
    if (given)
        wipe(given, s.len);
    g_free(given);
    return copy;
}

status password_read(struct task *t, struct str typed, struct str *ret)
{
    if (typed.len > PASSWORD_BYTES_MAX)
        return fail(t, E_INVALID, "a password may have at most %d bytes: choose a shorter one",
                    PASSWORD_BYTES_MAX);
    if (!str_is_utf8(typed) || (typed.len > 0 && memchr(typed.at, 0, typed.len)))
        return fail(t, E_INVALID, "this password is not text that can be typed again");
    *ret = S("");
    if (typed.len > 0)
        *ret = glib_str(t, g_utf8_normalize(typed.at, (gssize)typed.len, G_NORMALIZE_NFC));
    if (ret->len > PASSWORD_BYTES_MAX)
        return fail(t, E_INVALID, "a password may have at most %d bytes: choose a shorter one",
                    PASSWORD_BYTES_MAX);
    return OK;
}

/* A run of one thing again and again: "aaaaaaaaaaaa", "abcabcabcabc". */
static bool repeats(struct str s)
{
    for (size_t period = 1; period <= 4 && period * 2 < s.len; period++) {
        if (memcmp(s.at, s.at + period, s.len - period) == 0)
            return true;
    }
    return false;
}

/* "123456789012", "987654321098", "abcdefghijkl": each letter one further than the last. */
static bool counts(struct str s)
{
    size_t up = 0, down = 0;
    for (size_t i = 1; i < s.len; i++) {
        int step = s.at[i] - s.at[i - 1];
        up += step == 1 || (s.at[i - 1] == '9' && s.at[i] == '0');
        down += step == -1 || (s.at[i - 1] == '0' && s.at[i] == '9');
    }
    return up + 2 >= s.len || down + 2 >= s.len;
}

static bool is_tail(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (!(c >= '0' && c <= '9') && !strchr("!?.-_*#@ ", c))
            return false;
    }
    return true;
}

/* The word, again and again if need be, and then only digits and signs. */
static bool is_word_and_tail(struct str small, struct str word)
{
    size_t at = 0;
    while (word.len >= 3 && small.len - at >= word.len &&
           memcmp(small.at + at, word.at, word.len) == 0)
        at += word.len;
    return at > 0 && is_tail((struct str){ small.at + at, small.len - at });
}

static bool is_common(struct str small)
{
    size_t lead = 0;
    while (lead < small.len && is_tail((struct str){ small.at + lead, 1 }))
        lead++;
    struct str rest = { small.at + lead, small.len - lead };
    bool found = rest.len == 0 || repeats(small) || counts(small);
    for (size_t i = 0; i < COUNT(common) && !found; i++)
        found = is_word_and_tail(rest, str_from(common[i]));
    return found;
}

static status not_of_names(struct task *t, struct str small, const struct str *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str name = S("");
        if (names[i].len >= 3)
            name = glib_str(t, g_utf8_strdown(names[i].at, (gssize)names[i].len));
        if (name.len >= 3 && is_word_and_tail(small, name))
            return fail(t, E_INVALID,
                        "a password that is your own name with something at its end"
                        " is tried first: three words that do not belong together"
                        " are better");
    }
    return OK;
}

status password_choose(struct task *t, const struct breached *b, struct str password,
                       const struct str *names, size_t count)
{
    if (letters_in(password) < PASSWORD_LETTERS_MIN)
        return fail(t, E_INVALID,
                    "a password needs at least %d letters: three words that do not"
                    " belong together are long enough and easy to keep in mind",
                    PASSWORD_LETTERS_MIN);
    struct str small = glib_str(t, g_utf8_strdown(password.at, (gssize)password.len));
    if (is_common(small))
        return fail(t, E_INVALID,
                    "this is one of the passwords that are tried first: three words"
                    " that do not belong together are better");
    TRY(not_of_names(t, small, names, count));
    bool breached;
    TRY(breached_has(t, b, password, &breached));
    return !breached ? OK
                     : fail(t, E_INVALID,
                            "this password was found in a break-in somewhere, so it"
                            " is tried: choose another, which nobody had before");
}

/* --- the list of what was found in break-ins --- */

status breached_open(struct task *t, struct str path, struct breached *ret)
{
    *ret = (struct breached){ .fd = -1 };
    if (path.len == 0)
        return OK;
    struct stat is;
    int fd = open(str_nul(t->arena, path), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    char head[SHA1_HEX + 1] = { 0 };
    bool good = fd >= 0 && fstat(fd, &is) == 0 && S_ISREG(is.st_mode) &&
                pread(fd, head, sizeof head, 0) == (ssize_t)sizeof head &&
                strspn(head, "0123456789ABCDEF") == SHA1_HEX && head[SHA1_HEX] == ':';
    if (!good) {
        if (fd >= 0)
            close(fd);
        return fail(t, E_INVALID,
                    "breached-passwords: that file cannot be read or is not a sorted"
                    " list of SHA1:count in capitals, as Pwned Passwords gives it");
    }
    *ret = (struct breached){ fd, is.st_size };
    return OK;
}

void breached_close(struct breached *b)
{
    if (b->fd >= 0)
        close(b->fd);
    b->fd = -1;
}

static status cannot_look(struct task *t)
{
    return fail(t, E_IO,
                "the list of passwords from break-ins could not be read: tell whoever"
                " runs Sightline, and try again");
}

/* Reads the first whole line that begins at `at` or after it; false at the end of the file. */
static status line_after(struct task *t, const struct breached *b, int64_t at, char *ret_hash,
                         int64_t *ret_begin, int64_t *ret_next)
{
    char window[2 * LINE_BYTES_MAX];
    int64_t from = at > 0 ? at - 1 : 0;
    ssize_t got = pread(b->fd, window, sizeof window, from);
    if (got < 0)
        return cannot_look(t);
    size_t len = (size_t)got, begin = 0;
    if (at > 0) {
        const char *end = len ? memchr(window, '\n', len) : NULL;
        begin = end ? (size_t)(end - window) + 1 : len;
    }
    *ret_begin = from + (int64_t)begin;
    *ret_next = b->size;
    ret_hash[0] = 0;
    if (begin + SHA1_HEX > len)
        return OK; /* the end: larger than every hash */
    memcpy(ret_hash, window + begin, SHA1_HEX);
    ret_hash[SHA1_HEX] = 0;
    const char *end = memchr(window + begin, '\n', len - begin);
    *ret_next = end ? from + (end - window) + 1 : b->size;
    return OK;
}

/* Bisects by bytes: lines are of unequal length, so each look goes on to the next line's start. */
static status search(struct task *t, const struct breached *b, const char *hash, bool *ret)
{
    int64_t low = 0, high = b->size;
    *ret = false;
    while (low < high) {
        int64_t middle = low + (high - low) / 2, begin = 0, next = b->size;
        char found[SHA1_HEX + 1] = { 0 };
        TRY(line_after(t, b, middle, found, &begin, &next));
        int order = found[0] && begin < high ? strcmp(found, hash) : 1;
        if (order == 0) {
            *ret = true;
            return OK;
        }
        if (order < 0)
            low = next;
        else
            high = middle;
    }
    return OK;
}

status breached_has(struct task *t, const struct breached *b, struct str password, bool *ret)
{
    char hash[SHA1_HEX + 1];
    *ret = false;
    if (b->fd < 0)
        return OK;
    if (!sha1_hex(password, hash))
        return cannot_look(t);
    return search(t, b, hash, ret);
}

/* --- keeping --- */

static struct slow_cost slow(struct password_cost cost)
{
    return (struct slow_cost){ cost.rounds, cost.bytes };
}

status password_keep(struct task *t, struct password_cost cost, struct str password,
                     struct str *ret)
{
    char kept[SLOW_HASH_MAX] = { 0 };
    if (!slow_hash(slow(cost), password, kept))
        return fail(t, E_BUSY,
                    "there is too little memory free to keep a password safely: try"
                    " again in a minute");
    *ret = str_copy(t->arena, str_from(kept));
    return OK;
}

static bool text_of(struct str kept, char ret[SLOW_HASH_MAX])
{
    memset(ret, 0, SLOW_HASH_MAX);
    if (kept.len == 0 || kept.len >= SLOW_HASH_MAX)
        return false;
    memcpy(ret, kept.at, kept.len);
    return true;
}

bool password_is(struct password_cost cost, struct str kept, struct str password)
{
    char text[SLOW_HASH_MAX];
    if (text_of(kept, text))
        return slow_hash_is(text, password);
    (void)slow_hash(slow(cost), password, text); /* the same work, for nothing */
    return false;
}

bool password_is_old(struct password_cost cost, struct str kept)
{
    char text[SLOW_HASH_MAX];
    unsigned long long kib = 0, rounds = 0;
    return !text_of(kept, text) ||
           sscanf(text, "$argon2id$v=19$m=%llu,t=%llu,", &kib, &rounds) != 2 ||
           kib < cost.bytes >> 10 || rounds < cost.rounds;
}
