/* Any bytes as a file of a return: what is taken can be kept; taken again it says nothing new. */
#include "fuzz.h"

#include "intake/return_reconcile.h"

/* The events as the journal would give them back. */
static struct said kept(struct task *t, const struct reconciled *change)
{
    struct event *said = NEWS(t->arena, struct event, change->count + 1);
    for (size_t i = 0; i < change->count; i++) {
        struct str bytes;
        struct event e = change->event[i];
        e.subject = 7;
        e.recorded = (struct instant){ HOUR_US };
        if (e.happened.us == 0) /* no time at all to the journal, which refuses it */
            e.happened.us = 1;
        MUST(event_encode(t, &e, &bytes) == OK);
        MUST(event_decode(t, bytes, &said[i]) == OK);
        said[i].happened = change->event[i].happened;
        said[i].n = (uint32_t)i + 1;
    }
    return (struct said){ said, change->count };
}

static void check_child(struct task *t, const struct return_child *child)
{
    const struct return_terms terms = { 2026, "E09000007", NULL };
    struct wanted_list wanted;
    struct reconciled first, again;
    return_map(t, child, &terms, &wanted);
    return_reconcile(t, terms.year, &wanted, &(struct said){ 0 }, &first);
    MUST(first.withdrawn == 0 && first.count > 0);
    struct said said = kept(t, &first);
    return_map(t, child, &terms, &wanted);
    return_reconcile(t, terms.year, &wanted, &said, &again);
    MUST(again.count == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WITH_FUZZ_TASK(f);
    struct receipt receipt = { 0 };
    struct return_rows rows = { .year = 2026 };
    struct return_child *child;
    size_t children;
    crypto_start();
    if (return_read_file(&f.task, &rows, S("file.csv"), (struct str){ (const char *)data, size },
                         &receipt) != OK) {
        MUST(f.task.reason[0]);
        return 0;
    }
    if (return_children(&f.task, &rows, &receipt, &child, &children) != OK)
        return 0;
    MUST(receipt.refused <= receipt.rows && receipt.warned <= receipt.rows - receipt.refused);
    for (size_t i = 0; i < children; i++)
        check_child(&f.task, &child[i]);
    return 0;
}
