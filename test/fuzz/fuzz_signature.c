/* Any two lines as a signature's fields: what is read has a text to sign, and nothing that was not
 * signed is ever held to be. */
#include "fuzz.h"

#include <string.h>

#include "base/hash.h"
#include "send/signature.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t key[32] = { 1 };
    WITH_FUZZ_TASK(f);
    struct str all = { (const char *)data, size };
    struct signature_lines lines = { all, S("") };
    struct signature_read s;
    crypto_start();
    str_cut(all, '\n', &lines.input, &lines.signature);
    struct signed_message asked = { .method = S("POST"),
                                    .target_uri = S("https://eastmere.example/exchange"),
                                    .content_digest = S("sha-256=:AA==:"),
                                    .content_type = S("application/cloudevents+json"),
                                    .ce_id = S("1") };
    struct signed_message answer = asked;
    answer.status = 200;
    answer.request = &asked;
    (void)!digest_check(&f.task, lines.signature, lines.input);
    if (signature_read(&f.task, &lines, &s) != OK)
        return 0;
    MUST(s.parts > 0 && s.parts <= SIGNATURE_PARTS_MAX && s.key_id.len <= SIGNATURE_WORD_MAX);
    MUST(s.nonce.len > 0 && s.params.len < lines.input.len);
    for (size_t i = 0; i < 2; i++) {
        struct str base;
        const struct signed_message *m = i ? &answer : &asked;
        if (signature_base(&f.task, &s, m, &base) == OK)
            MUST(memmem(base.at, base.len, s.params.at, s.params.len));
        struct instant now = { s.created * SECOND_US };
        MUST(signature_check(&f.task, &s, m, key, now) != OK);
    }
    return 0;
}
