/* Any path as an address: what is found of it makes the same address again, and no other. */
#include "fuzz.h"

#include "web/site.h"

enum {
    PARTS_MAX = 4
};

/* In the order of the pattern: each word comes from the one that was matched. */
static void parts_of(const struct request *in, struct link_part *ret)
{
    size_t count = 0, numbers = 0;
    for (const char *c = routes[in->route].pattern; *c; c++) {
        if (*c != '{')
            continue;
        MUST(count < PARTS_MAX);
        ret[count++] = c[1] == 'n' ? (struct link_part){ .number = in->number[numbers++] }
                                   : (struct link_part){ .word = in->word };
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WITH_FUZZ_TASK(f);
    struct str path = { (const char *)data, size };
    for (int method = METHOD_GET; method <= METHOD_POST; method++) {
        struct request in = { 0 };
        if (route_match((enum method)method, path, &in) != MATCHED)
            continue;
        struct link_part parts[PARTS_MAX];
        parts_of(&in, parts);
        struct text x = text_open(f.task.arena, size + 1);
        route_address(in.route, parts, &x);
        MUST(str_equal(text_done(&x), path));
        MUST(body_bytes_max(in.method, path) > 0);
    }
    return 0;
}
