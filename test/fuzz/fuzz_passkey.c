/* Any bytes as what a browser and an authenticator say: judged, and never believed, since no key of
 * ours signed them. Three parts, each after its length in two bytes. */
#include "fuzz.h"

#include <string.h>

#include "access/passkey.h"

static struct str part(struct str *rest)
{
    if (rest->len < 2)
        return (struct str){ rest->at, 0 };
    size_t len = (size_t)(uint8_t)rest->at[0] << 8 | (uint8_t)rest->at[1];
    struct str p = { rest->at + 2, len < rest->len - 2 ? len : rest->len - 2 };
    *rest = (struct str){ p.at + p.len, rest->len - 2 - p.len };
    return p;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char challenge[] = "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdef";
    WITH_FUZZ_TASK(f);
    struct task *t = &f.task;
    struct str rest = { (const char *)data, size }, asked;
    struct passkey_site site;
    struct passkey p = { 0 }, again;
    uint32_t uses = 0;
    crypto_start();
    MUST(passkey_site_of(t, S("https://register.example"), &site) == OK);
    struct str client = part(&rest), second = part(&rest), third = part(&rest);
    struct passkey_made made = { client, second };
    struct passkey_shown shown = { client, second, third };
    if (passkey_challenge(t, client, &asked) == OK)
        MUST(asked.len >= PASSKEY_CHALLENGE_MIN && asked.len <= PASSKEY_CHALLENGE_MAX);
    if (passkey_register(t, &site, str_from(challenge), &made, &p) == OK) {
        MUST(p.id.len > 0 && p.id.len <= PASSKEY_ID_MAX);
        MUST(passkey_unpack(t, passkey_pack(t->arena, &p), &again) == OK);
        MUST(str_equal(p.id, again.id) && str_equal(p.key, again.key));
    }
    p = (struct passkey){ .alg = -8, .id = S("1"), .key = { challenge, 32 } };
    MUST(passkey_check(t, &site, str_from(challenge), &p, &shown, &uses) != OK);
    if (passkey_unpack(t, third, &again) == OK)
        (void)!passkey_check(t, &site, str_from(challenge), &again, &shown, &uses);
    return 0;
}
