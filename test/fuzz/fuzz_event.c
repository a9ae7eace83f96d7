/* Any bytes as an event of the journal: both readers take the same ones, and what is decoded is
 * encoded to the very same bytes and gives the very same fact. */
#include "fuzz.h"

#include <string.h>

#include "journal/event.h"

static void same_fact(const struct fact *a, const struct fact *b)
{
    MUST(a->happened == b->happened && a->recorded == b->recorded && a->kind == b->kind);
    MUST(a->precision == b->precision && a->code == b->code && a->about == b->about);
    MUST(a->corrects == b->corrects && a->flags == b->flags && a->number == b->number);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WITH_FUZZ_TASK(f);
    struct str bytes = { (const char *)data, size }, again;
    struct event e;
    struct fact read, of;
    bool taken = fact_read(bytes, &read);
    MUST((event_decode(&f.task, bytes, &e) == OK) == taken);
    if (!taken)
        return 0;
    of = fact_of(&e);
    same_fact(&read, &of);
    /* The check at the door asks for more than the bytes can say: for what is required. */
    if (event_encode(&f.task, &e, &again) == OK)
        MUST(str_equal(bytes, again));
    return 0;
}
