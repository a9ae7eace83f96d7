/* Any header as cookies, and any two as what a proxy says of who asks. */
#include "fuzz.h"

#include <string.h>

#include "web/caller.h"
#include "web/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WITH_FUZZ_TASK(f);
    struct str all = { (const char *)data, size }, head = all, rest = S("");
    for (int tls = 0; tls < 2; tls++) {
        struct str id = cookie_session(all, tls != 0);
        MUST(id.len <= size && !memchr(id.at, ';', id.len));
    }
    struct str away = cookie_named(all, "sightline-away");
    MUST(away.len <= size);
    struct caller c = { .loopback = true };
    (void)str_cut(all, '\n', &head, &rest);
    if (caller_forwarded(&f.task, head, rest, &c) == OK)
        MUST(c.outside && c.forwarded);
    return 0;
}
