/* Any text as a provider's description, keys, token and settings: no token is ever believed that
 * was signed by none of its keys. Token and keys are parted by the first line end. */
#include "fuzz.h"

#include <string.h>

#include "access/oidc.h"
#include "base/hash.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct oidc_issuer issuer = { .issuer = { "https://login.example", 21 },
                                               .client_id = { "sightline", 9 } };
    static const char keys[] = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"a\","
                               "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";
    WITH_FUZZ_TASK(f);
    struct task *t = &f.task;
    struct str all = { (const char *)data, size }, token = all, shown = S("");
    struct oidc_places places;
    struct oidc_person person;
    struct oidc_issuers issuers;
    crypto_start();
    if (oidc_places_read(t, &issuer, all, &places) == OK)
        MUST(str_starts(places.token, S("http")) && str_starts(places.keys, S("http")));
    (void)str_cut(all, '\n', &token, &shown);
    MUST(oidc_token_read(t, &issuer, token, str_from(keys), S("nonce"), &person) != OK);
    (void)!oidc_token_read(t, &issuer, token, shown, S("nonce"), &person);
    if (oidc_issuers_parse(t, S("conf"), all, &issuers) == OK)
        MUST(issuers.count <= OIDC_ISSUERS_MAX);
    return 0;
}
