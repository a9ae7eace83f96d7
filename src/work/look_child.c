/* One child's whole file, as it was known at an instant. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "work/fold.h"
#include "work/reader.h"

enum {
    WORDS_BYTES = 480
};

/* "told-by host-authority" is for programs: people read "told by host authority". */
static void add_plainly(struct text *x, const char *name)
{
    for (; *name; name++)
        text_addc(x, *name == '-' ? ' ' : *name);
}

static void add_code(struct text *x, enum code_list list, struct str code)
{
    uint8_t number = code_number(list, code);
    text_add(x, number ? str_from(code_meaning(list, number)) : code);
}

static void add_codes(struct text *x, enum code_list list, struct str codes)
{
    struct str one, rest = codes;
    for (const char *between = ""; rest.len > 0; between = ", ") {
        if (!str_cut(rest, ' ', &one, &rest)) {
            one = rest;
            rest.len = 0;
        }
        text_addz(x, between);
        add_code(x, list, one);
    }
}

static void add_value(struct text *x, const struct field_def *f, const struct event_value *v)
{
    switch ((enum field_type)f->type) {
    case FIELD_TEXT:
    case FIELD_RULE: text_add(x, v->text); break;
    case FIELD_CODE: add_code(x, (enum code_list)f->list, v->text); break;
    case FIELD_CODES: add_codes(x, (enum code_list)f->list, v->text); break;
    case FIELD_FLAG: text_addz(x, v->number ? "yes" : "no"); break;
    case FIELD_DATE: text_add(x, date_words(x->arena, (struct date){ (int32_t)v->number })); break;
    case FIELD_INSTANT: text_add(x, instant_words(x->arena, (struct instant){ v->number })); break;
    case FIELD_INT: text_addf(x, "%lld", (long long)v->number); break;
    case FIELD_ABOUT:
    case FIELD_SUBJECT: break;
    }
}

/* Numbers of episodes and people say nothing to a reader of one line. */
static bool for_people(const struct field_def *f)
{
    return f->type != FIELD_ABOUT && f->type != FIELD_SUBJECT;
}

struct str entry_words(struct task *t, const struct event *e)
{
    const struct kind_def *k = event_kind_def(e->kind);
    struct text x = text_open(t->arena, WORDS_BYTES);
    text_addz(&x, k->words);
    const char *between = ": ";
    for (unsigned i = 0; i < k->fields; i++) {
        if (!e->value[i].given || !for_people(&k->field[i]))
            continue;
        text_addz(&x, between);
        add_plainly(&x, k->field[i].name);
        text_addc(&x, ' ');
        add_value(&x, &k->field[i], &e->value[i]);
        between = "; ";
    }
    return text_done(&x);
}

static int by_happened(const void *a, const void *b)
{
    const struct child_entry *x = a, *y = b;
    if (x->event.happened.us != y->event.happened.us)
        return x->event.happened.us < y->event.happened.us ? -1 : 1;
    return (x->event.n > y->event.n) - (x->event.n < y->event.n);
}

static void mark_corrected(const struct stream *s, struct child_entry *by_n)
{
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t corrects = s->fact[i].n ? s->fact[i].corrects : 0;
        if (corrects > 0 && corrects <= s->length)
            by_n[corrects - 1].corrected = true;
    }
}

static status read_entries(struct task *t, struct child_file *f)
{
    const struct stream *s = &f->stream;
    struct child_entry *by_n = NEWS(t->arena, struct child_entry, s->length + 1);
    mark_corrected(s, by_n);
    f->entry = NEWS(t->arena, struct child_entry, s->length + 1);
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->fact[i].n == 0 || s->payload[i].len == 0)
            continue;
        struct child_entry *e = &f->entry[f->entries++];
        e->corrected = by_n[i].corrected;
        e->payload = s->payload[i];
        TRY(event_decode(t, e->payload, &e->event));
        e->event.n = i + 1;
        e->event.seq = s->seq[i];
        e->words = entry_words(t, &e->event);
    }
    qsort(f->entry, f->entries, sizeof *f->entry, by_happened);
    return OK;
}

static status check_child(struct task *t, struct reader *r, uint32_t child)
{
    enum subject_kind kind = SUBJECT_NONE;
    status known = journal_subject_kind(t, r->journal, child, &kind);
    if (known == E_MISSING || (known == OK && kind != SUBJECT_CHILD))
        return fail(t, E_MISSING, "there is no child with the number %u in this register", child);
    return known;
}

status look_child(struct task *t, struct reader *r, uint32_t child, struct instant known_at,
                  struct instant now, struct child_file *ret)
{
    TRY(check_child(t, r, child));
    struct child_file f = { .child = child, .known_at = known_at, .now = now };
    TRY(stream_read(t, r->journal, child, known_at, true, &f.stream));
    if (f.stream.length > 0 && f.stream.held_back == f.stream.length)
        return fail(t, E_MISSING,
                    "nothing was known of this child at that time: its first entry"
                    " was made later");
    f.words = child_words_of(t, &f.stream);
    f.name = child_name(t->arena, &f.words, child);
    struct folding *fold = folding_open(t, r->store);
    fold_child(fold, &f.stream, UINT32_MAX);
    f.evaluation = fold->evaluation;
    folding_close(fold);
    TRY(read_entries(t, &f));
    *ret = f;
    return OK;
}

status look_place(struct task *t, struct reader *r, uint32_t subject, struct instant now,
                  struct child_file *ret)
{
    enum subject_kind kind = SUBJECT_NONE;
    status known = journal_subject_kind(t, r->journal, subject, &kind);
    bool place = kind == SUBJECT_HOME || kind == SUBJECT_AGENCY || kind == SUBJECT_PLACE;
    if (known == E_MISSING || (known == OK && !place))
        return fail(t, E_MISSING,
                    "there is no home, agency or place with the number %u in this"
                    " register",
                    subject);
    TRY(known);
    struct child_file f = { .child = subject, .known_at = NEVER, .now = now };
    TRY(stream_read(t, r->journal, subject, NEVER, true, &f.stream));
    TRY(look_name(t, r, subject, &f.name));
    if (f.name.len == 0)
        f.name = str_print(t->arena, "Number %u", subject);
    struct folding *fold = folding_open(t, r->store);
    fold_subject(fold, kind, &f.stream, UINT32_MAX);
    f.evaluation = fold->evaluation;
    folding_close(fold);
    TRY(read_entries(t, &f));
    *ret = f;
    return OK;
}
