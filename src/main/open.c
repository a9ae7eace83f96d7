/* Opens the register that a command names, to read or to write, and closes it again. */
#include <stdio.h>

#include "main/command.h"

void calendar_warn(struct task *t, const struct store *s)
{
    struct str note = calendar_note(t->arena, s->calendar, task_now(t));
    if (note.len)
        fprintf(stderr, "sightline: %.*s\n", STR_ARG(note));
}

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
    if (mode == STORE_WRITE)
        calendar_warn(t, o->store);
    return OK;
}

/* Somebody threw the folded tables away, as they may: opening to write folds them again. */
static status fold_again(struct task *t, const struct args *a)
{
    struct store *s;
    TRY(store_open(t, a->register_at, STORE_WRITE, &s));
    store_close(s);
    return OK;
}

status opened_read(struct task *t, const struct args *a, struct opened *ret)
{
    status opened = open_store(t, a, STORE_READ, ret);
    if (opened == E_MISSING) {
        TRY(fold_again(t, a));
        opened = open_store(t, a, STORE_READ, ret);
    }
    TRY(opened);
    return reader_open(t, ret->store, &ret->reader);
}

/* A program that serves this register holds its writer. Whoever has the key file can read the files
 * anyhow, so a look beside it is not refused; that it stands nowhere is said. */
status opened_look(struct task *t, const struct args *a, const char *page, struct opened *ret)
{
    status opened = opened_write(t, a, ret);
    if (opened == OK) {
        struct event look = event_new(EV_RECORD_SEARCHED, 0, task_now(t));
        event_set_text(&look, "page", str_from(page));
        return writer_note(t, ret->writer, &look);
    }
    if (opened != E_BUSY)
        return opened;
    opened_close(ret);
    TRY(opened_read(t, a, ret));
    fprintf(stderr, "sightline: this look was not recorded: another Sightline holds the register,"
                    " and it was made with the key file on this machine\n");
    return OK;
}

status opened_to_verify(struct task *t, const struct args *a, struct opened *ret)
{
    return open_store(t, a, STORE_VERIFY, ret);
}

status opened_write(struct task *t, const struct args *a, struct opened *ret)
{
    TRY(open_store(t, a, STORE_WRITE, ret));
    TRY(reader_open(t, ret->store, &ret->reader));
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
