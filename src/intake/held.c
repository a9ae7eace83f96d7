/* Answers who a number is while the entries that say so wait for their commit. */
#include "intake/held.h"

#include <string.h>

void held_open(struct held *h)
{
    *h = (struct held){ .ride = 1 };
}

static void note_number(struct held *h, uint32_t child, uint8_t scheme, struct str value)
{
    if (value.len == 0 || scheme == 0)
        return;
    if (value.len > HELD_NUMBER_BYTES || h->numbers == HELD_NUMBERS_MAX) {
        h->unclear = true;
        return;
    }
    struct held_number *n = &h->number[h->numbers++];
    *n = (struct held_number){ .child = child, .scheme = scheme, .len = (uint8_t)value.len };
    memcpy(n->value, value.at, value.len);
}

static void note_event(struct held *h, const struct event *e)
{
    uint8_t local = code_number(CODES_SCHEME, S("local"));
    uint8_t upn = code_number(CODES_SCHEME, S("upn"));
    h->unclear |= e->corrects != 0 || e->kind == EV_ENTRY_WITHDRAWN;
    if (e->kind == EV_CHILD_IDENTIFIED)
        note_number(h, e->subject, (uint8_t)event_number(e, "scheme"), event_text(e, "value"));
    if (e->kind == EV_CHILD_REGISTERED || e->kind == EV_CHILD_DETAIL_CHANGED)
        note_number(h, e->subject, upn, event_text(e, "upn"));
    if (e->kind == EV_CHILD_REGISTERED)
        note_number(h, e->subject, local, event_text(e, "local-id"));
}

status held_settle(struct task *t, struct held *h, struct writer *w)
{
    TRY(writer_settle(t, w, &h->hold));
    h->numbers = 0;
    h->unclear = false;
    return OK;
}

status held_append(struct task *t, struct held *h, struct writer *w, struct append *a)
{
    TRY(writer_append_later(t, w, a, &h->hold));
    for (size_t i = 0; i < a->count && !a->repeated; i++)
        note_event(h, &a->events[i]);
    if (h->hold.appended < h->ride)
        return OK;
    h->ride = HELD_REQUESTS_MAX;
    return held_settle(t, h, w);
}

/* 0: nobody. Two children under one number are for the register to refuse. */
static uint32_t match(const struct held *h, uint8_t scheme, struct str value, bool *ret_several)
{
    uint32_t child = 0;
    *ret_several = false;
    for (size_t i = 0; i < h->numbers; i++) {
        const struct held_number *n = &h->number[i];
        if (n->scheme != scheme || !str_equal((struct str){ n->value, n->len }, value))
            continue;
        *ret_several |= child != 0 && child != n->child;
        child = n->child;
    }
    return child;
}

/* The list answers only where the register, once it has what is held, could not say otherwise. */
status held_find_child(struct task *t, struct held *h, struct writer *w, struct reader *r,
                       struct str id, uint32_t *ret_child)
{
    struct str scheme = S("local"), value = str_trim(id), head, tail;
    if (str_cut(value, ':', &head, &tail)) {
        scheme = head;
        value = tail;
    }
    bool several;
    uint8_t number = code_number(CODES_SCHEME, scheme);
    uint32_t held = match(h, number, value, &several);
    status found = look_find_child(t, r, id, ret_child);
    bool listed = number != 0 && !h->unclear && !several;
    if (h->hold.appended == 0 || (listed && held == 0))
        return found;
    if (listed && (found == E_MISSING || (found == OK && *ret_child == held))) {
        *ret_child = held;
        return OK;
    }
    TRY(held_settle(t, h, w));
    return look_find_child(t, r, id, ret_child);
}
