/* Compartments: the child's own words, health, practice concerns and intelligence, each with its
 * readers; and the children whom a reader may not learn of. */
#include "access/compartment.h"

#include <stdlib.h>
#include <string.h>

#include "access/share_item.h"
#include "work/reader.h"

static const struct {
    const char *name, *words;
} names[] = {
#define COMPARTMENT(id, name, words) [COMPARTMENT_##id] = { name, words },
#define READS(id, role)
#define KEPT(id, kind, field)
#include "access/compartment.def"
#undef COMPARTMENT
#undef READS
#undef KEPT
};

static const struct {
    uint8_t compartment, role;
} readers[] = {
#define COMPARTMENT(id, name, words)
#define READS(id, role) { COMPARTMENT_##id, ROLE_##role },
#define KEPT(id, kind, field)
#include "access/compartment.def"
#undef COMPARTMENT
#undef READS
#undef KEPT
};

static const struct kept {
    uint8_t compartment;
    uint16_t kind;
    const char *field;
} kept[] = {
#define COMPARTMENT(id, name, words)
#define READS(id, role)
#define KEPT(id, kind, field) { COMPARTMENT_##id, EV_##kind, field },
#include "access/compartment.def"
#undef COMPARTMENT
#undef READS
#undef KEPT
};

const char *compartment_name(enum compartment c)
{
    return names[c].name;
}

const char *compartment_words(enum compartment c)
{
    return names[c].words;
}

static uint64_t readers_of(enum compartment c)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < COUNT(readers); i++)
        if (readers[i].compartment == c)
            bits |= UINT64_C(1) << readers[i].role;
    return bits;
}

bool compartment_reads(enum compartment c, uint8_t role)
{
    return role < ROLES && (readers_of(c) >> role & 1);
}

/* What one look takes out. */
struct taking {
    struct task *t;
    struct reader *r;
    const struct standing *s;
    struct child_file *f;
    struct kept_back *back;
    uint64_t reads[COMPARTMENTS]; /* roles that read it, of those in which the child is seen */
    uint64_t roles;
    bool complained_of; /* this is the agency's own stream */
    struct seen_child {
        uint32_t child;
        bool may;
    } known[64];
    size_t knowns;
};

/* The child chose who may read these words: the choice narrows, it never widens. */
static uint64_t chosen(const struct event *e)
{
    const struct kind_def *k = event_kind_def(e->kind);
    uint64_t bits = 0;
    for (unsigned i = 0; i < k->fields; i++) {
        if (strcmp(k->field[i].name, "readers") != 0 || !e->value[i].given)
            continue;
        struct str rest = e->value[i].text, one;
        while (rest.len > 0) {
            if (!str_cut(rest, ' ', &one, &rest)) {
                one = rest;
                rest.len = 0;
            }
            uint8_t role = code_number(CODES_ROLE, one);
            bits |= role ? UINT64_C(1) << role : 0;
        }
        return bits;
    }
    return UINT64_MAX;
}

static bool may_read(const struct taking *x, const struct event *e, const struct kept *k)
{
    if (k->compartment == COMPARTMENT_PRACTICE && x->complained_of)
        return false;
    if (e->author != 0 && e->author == x->s->actor.person)
        return true;
    uint64_t roles = x->reads[k->compartment];
    if (k->compartment == COMPARTMENT_OWN_WORDS)
        roles &= chosen(e);
    return roles != 0;
}

static bool take_out(struct event *e, const struct kept *k)
{
    const struct kind_def *def = event_kind_def(e->kind);
    bool any = false;
    for (unsigned i = 0; i < def->fields; i++) {
        bool meant = k->field[0] == '\0' ? def->field[i].type == FIELD_TEXT
                                         : strcmp(def->field[i].name, k->field) == 0;
        if (!meant || !e->value[i].given || e->value[i].text.len == 0)
            continue;
        e->value[i].text = S(KEPT_FOR_OTHERS);
        any = true;
    }
    return any;
}

/* ---- other children ---- */

static status may_see(struct taking *x, uint32_t child, bool *ret)
{
    for (size_t i = 0; i < x->knowns; i++) {
        if (x->known[i].child == child) {
            *ret = x->known[i].may;
            return OK;
        }
    }
    struct access ignored;
    status found = access_to(x->t, x->r, x->s, child, &ignored);
    if (found != OK && found != E_DENIED)
        return found;
    *ret = found == OK;
    if (x->knowns < COUNT(x->known))
        x->known[x->knowns++] = (struct seen_child){ child, *ret };
    return OK;
}

static bool may_name_a_child(const struct field_def *f)
{
    static const char *const names_of[] = { "with", "other", "child", "of" };
    if (f->type != FIELD_SUBJECT)
        return false;
    for (size_t i = 0; i < COUNT(names_of); i++)
        if (strcmp(f->name, names_of[i]) == 0)
            return true;
    return false;
}

static status hide_child(struct taking *x, uint32_t number, bool *ret_hidden)
{
    enum subject_kind kind;
    *ret_hidden = false;
    if (number == 0 || number == x->f->child)
        return OK;
    status known = journal_subject_kind(x->t, x->r->journal, number, &kind);
    if (known == E_MISSING || (known == OK && kind != SUBJECT_CHILD))
        return OK;
    TRY(known);
    bool may;
    TRY(may_see(x, number, &may));
    *ret_hidden = !may;
    return OK;
}

static status hide_children(struct taking *x, struct event *e, bool *ret_any)
{
    const struct kind_def *k = event_kind_def(e->kind);
    for (unsigned i = 0; i < k->fields; i++) {
        bool hidden = false;
        if (!e->value[i].given || !may_name_a_child(&k->field[i]))
            continue;
        TRY(hide_child(x, (uint32_t)e->value[i].number, &hidden));
        if (!hidden)
            continue;
        e->value[i].number = ANOTHER_CHILD;
        x->back->children++;
        *ret_any = true;
    }
    return OK;
}

/* ---- a file ---- */

static status one_entry(struct taking *x, struct child_entry *e)
{
    bool changed = false;
    for (size_t i = 0; i < COUNT(kept); i++) {
        if (kept[i].kind != (uint16_t)e->event.kind || may_read(x, &e->event, &kept[i]))
            continue;
        if (!take_out(&e->event, &kept[i]))
            continue;
        x->back->count[kept[i].compartment]++;
        changed = true;
    }
    if (x->s->office == ROLE_NONE)
        TRY(hide_children(x, &e->event, &changed));
    if (!changed)
        return OK;
    e->words = entry_words(x->t, &e->event);
    TRY(event_encode(x->t, &e->event, &e->payload));
    uint32_t n = e->event.n;
    if (n > 0 && n <= x->f->stream.count)
        x->f->stream.payload[n - 1] = e->payload;
    return OK;
}

static bool is_given(const struct access *a, enum event_kind kind)
{
    if (a->pointer)
        return share_item_has(S("placements"), kind) || share_item_has(S("missing"), kind);
    if (a->ground == GROUND_SHARE)
        return share_item_has(a->items, kind);
    return true;
}

/* What was folded from all of the file, of which this reader was given a part. */
static void leave_out_state(struct child_file *f, const struct access *a)
{
    struct child_state *c = &f->evaluation->child;
    uint64_t shown = CHILD_IS(LOOKED_AFTER);
    f->evaluation->count = 0;
    if (is_given(a, EV_MISSING_REPORTED))
        shown |= CHILD_IS(MISSING) | CHILD_IS(AWAY);
    c->is &= shown;
    if (!is_given(a, EV_PLACEMENT_STARTED)) {
        c->placements = 0;
        c->placement_now = 0;
    }
    if (!is_given(a, EV_MISSING_REPORTED)) {
        c->episodes = 0;
        c->episode_now = 0;
    }
    if (!is_given(a, EV_CARE_STARTED)) {
        c->legal = 0;
        c->cares = 0;
        memset(c->holder, 0, sizeof c->holder);
    }
}

/* Entries that this reader was not given are not there at all: neither listed nor owed. */
static void leave_out(struct taking *x, const struct access *a)
{
    struct child_file *f = x->f;
    size_t left = 0;
    if (!a->pointer && a->ground != GROUND_SHARE)
        return;
    for (size_t i = 0; i < f->entries; i++) {
        uint32_t n = f->entry[i].event.n;
        if (is_given(a, f->entry[i].event.kind)) {
            f->entry[left++] = f->entry[i];
            continue;
        }
        x->back->entries++;
        if (n > 0 && n <= f->stream.count)
            f->stream.payload[n - 1] = S("");
    }
    f->entries = left;
    leave_out_state(f, a);
}

static void sum_up(struct taking *x)
{
    struct kept_back *b = x->back;
    size_t all = b->entries;
    struct text w = text_open(x->t->arena, 400);
    const char *between = ": ";
    for (unsigned c = 0; c < COMPARTMENTS; c++)
        all += b->count[c];
    if (all == 0)
        return;
    text_addf(&w, "%zu %s kept for others", all, all == 1 ? "thing is" : "things are");
    for (unsigned c = 0; c < COMPARTMENTS; c++) {
        if (b->count[c] == 0)
            continue;
        text_addf(&w, "%s%s", between, names[c].words);
        between = ", ";
    }
    if (b->entries > 0)
        text_addf(&w, "%swhat you were not given", between);
    b->words = text_done(&w);
}

static status apply(struct taking *x)
{
    for (unsigned c = 0; c < COMPARTMENTS; c++)
        x->reads[c] = readers_of((enum compartment)c) & x->roles;
    for (size_t i = 0; i < x->f->entries; i++)
        TRY(one_entry(x, &x->f->entry[i]));
    sum_up(x);
    return OK;
}

status compartments_apply(struct task *t, struct reader *r, const struct standing *s,
                          const struct access *a, struct child_file *f, struct kept_back *ret)
{
    *ret = (struct kept_back){ 0 };
    struct taking x = { .t = t, .r = r, .s = s, .f = f, .back = ret, .roles = a->roles };
    leave_out(&x, a);
    return apply(&x);
}

status compartments_of_place(struct task *t, struct reader *r, const struct standing *s,
                             struct child_file *f, struct kept_back *ret)
{
    *ret = (struct kept_back){ 0 };
    struct taking x = { .t = t, .r = r, .s = s, .f = f, .back = ret };
    for (size_t i = 0; i < s->places; i++) {
        x.complained_of = x.complained_of || s->place[i].subject == f->child;
        x.roles |= s->place[i].role ? UINT64_C(1) << s->place[i].role : 0;
    }
    return apply(&x);
}

/* ---- words made elsewhere ---- */

static const char child_no[] = "child no. ";

static uint32_t number_at(struct str s, size_t *at)
{
    uint64_t n = 0;
    while (*at < s.len && s.at[*at] >= '0' && s.at[*at] <= '9' && n <= UINT32_MAX)
        n = n * 10 + (uint64_t)(s.at[(*at)++] - '0');
    return n > UINT32_MAX ? 0 : (uint32_t)n;
}

status other_children_hidden(struct task *t, struct reader *r, const struct standing *s,
                             uint32_t own, struct str words, struct str *ret)
{
    struct child_file f = { .child = own };
    struct kept_back ignored = { 0 };
    struct taking x = { .t = t, .r = r, .s = s, .f = &f, .back = &ignored };
    struct text out = text_open(t->arena, words.len + 64);
    size_t len = sizeof child_no - 1;
    for (size_t i = 0; i < words.len;) {
        if (words.len - i <= len || memcmp(words.at + i, child_no, len) != 0) {
            text_addc(&out, words.at[i++]);
            continue;
        }
        size_t after = i + len;
        bool hidden = false;
        TRY(hide_child(&x, number_at(words, &after), &hidden));
        text_add(&out, hidden ? S("another child") : (struct str){ words.at + i, after - i });
        i = after;
    }
    *ret = text_done(&out);
    return OK;
}
