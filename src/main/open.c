/* Opens the register that a command names, to read or to write, and closes it again. */
#include <stdio.h>

#include "main/command.h"

static status open_store(struct task *t, const struct args *a, enum store_mode mode,
                         struct opened *o)
{
    if (!a->register_at.len)
        return fail(t, E_INVALID,
                    "say which register: --register WHERE (a folder, or "
                    "postgresql://…)");
    TRY(store_open(t, a->register_at, mode, &o->store));
    if (o->store->warning)
        fprintf(stderr, "sightline: %s\n", o->store->warning);
    return reader_open(t, o->store, &o->reader);
}

status opened_read(struct task *t, const struct args *a, struct opened *ret)
{
    return open_store(t, a, STORE_READ, ret);
}

status opened_write(struct task *t, const struct args *a, struct opened *ret)
{
    TRY(open_store(t, a, STORE_WRITE, ret));
    return writer_open(t, ret->store, false, &ret->writer);
}

void opened_close(struct opened *o)
{
    if (o->writer)
        writer_close(o->writer);
    if (o->reader)
        reader_close(o->reader);
    if (o->store)
        store_close(o->store);
    *o = (struct opened){ 0 };
}
