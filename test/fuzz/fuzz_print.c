/* Any bytes as a page: what is read is a tree of bounded depth, and no word is without end. */
#include "fuzz.h"

#include "base/limits.h"
#include "print/print.h"
#include "print/read.h"

static size_t walk(const struct node *n, size_t depth)
{
    size_t count = 0;
    MUST(depth <= PRINT_DEPTH_MAX + 2);
    for (; n; n = n->next)
        count += 1 + walk(n->child, depth + 1);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct print_head head = {
        S("Printed by a test"), S("page %n of %m"), S("https://register.example"), { 0 }
    };
    WITH_FUZZ_TASK(f);
    struct str html = { (const char *)data, size }, pdf;
    struct print_page page;
    if (print_read(&f.task, html, &page) != OK)
        return 0;
    MUST(walk(page.body->child, 1) <= PRINT_NODES_MAX);
    if (size < 4096 && print_pdf(&f.task, html, &head, &pdf) == OK)
        MUST(str_starts(pdf, S("%PDF-")));
    return 0;
}
