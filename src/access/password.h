/* Passwords: whether one may be chosen, how it is kept, and whether it is the one that is kept.
 *
 * As the National Cyber Security Centre advises: length rather than rules about signs, nothing that
 * stands in the lists that guessers try first, any character, never changed for its age. */
#ifndef ACCESS_PASSWORD_H
#define ACCESS_PASSWORD_H
#include "base/task.h"

enum {
    PASSWORD_LETTERS_MIN = 12,
    PASSWORD_BYTES_MAX = 128,
};

/* What a hash costs. 19 MiB and 2 rounds are what OWASP asks at least, about 16 ms of a core;
 * 64 MiB would be 78. The hash lies sealed under the register's key besides. */
struct password_cost {
    uint64_t rounds;
    size_t bytes;
};
#define PASSWORD_COST ((struct password_cost){ 2, (size_t)19 << 20 })

/* Passwords that were found in break-ins elsewhere: `SHA1:count` a line, sorted, in capitals, as
 * Have I Been Pwned gives them. Opened before the program gives up its powers. */
struct breached {
    int fd; /* -1: there is no such list, only our own short one */
    int64_t size;
};
status breached_open(struct task *t, struct str path, struct breached *ret); /* empty path: none */
void breached_close(struct breached *b);
status breached_has(struct task *t, const struct breached *b, struct str password, bool *ret);

/* One spelling of what was typed: composed letters. E_INVALID: not text, or longer than we take. */
status password_read(struct task *t, struct str typed, struct str *ret);
/* Whether it may be chosen. `names`: what it may not merely repeat, such as the person's own name.
 * E_INVALID says why not, in words for the person. E_IO: the list could not be read. */
status password_choose(struct task *t, const struct breached *b, struct str password,
                       const struct str *names, size_t count);

/* Both take tens of milliseconds and much memory: see web/hashing.h. */
status password_keep(struct task *t, struct password_cost cost, struct str password,
                     struct str *ret);
/* With `kept` empty the same work is done for nothing, so that nobody learns from the time it
 * takes whether a name is known. */
bool password_is(struct password_cost cost, struct str kept, struct str password);
bool password_is_old(struct password_cost cost, struct str kept); /* costs less than is asked now */

#endif
