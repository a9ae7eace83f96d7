/* Points out phrases that blame a child, where they are written. Nothing of it is kept. */
#include "web/language.h"

#include <string.h>

#include "web/pages.gen.h"
#include "web/pages.h"

static const struct {
    enum event_kind kind; /* EV_NONE: of any kind */
    const char *field;    /* NULL: all of them */
    enum blame_context context;
} contexts[] = {
    { EV_NONE, "words", BLAME_QUOTE },
    { EV_NONE, "said", BLAME_QUOTE },
    { EV_RETURN_INTERVIEW_DECLINED, "why", BLAME_QUOTE },
    { EV_CHILD_SAID, NULL, BLAME_QUOTE },
    { EV_NONE, "name", BLAME_QUOTE },
    { EV_SECURE_ORDER_MADE, NULL, BLAME_LEGAL },
    { EV_SECURE_REVIEW_HELD, NULL, BLAME_LEGAL },
    { EV_EMERGENCY_ORDER_MADE, NULL, BLAME_LEGAL },
    { EV_EMERGENCY_ORDER_ENDED, NULL, BLAME_LEGAL },
    { EV_LEGAL_STATUS_CHANGED, NULL, BLAME_LEGAL },
    { EV_NONE, "reference", BLAME_LEGAL },
    { EV_NONE, "order", BLAME_LEGAL },
    { EV_NONE, "legal", BLAME_LEGAL },
    { EV_NONE, "section", BLAME_LEGAL },
    { EV_NONE, "grounds", BLAME_LEGAL },
    { EV_NONE, "court", BLAME_LEGAL },
};

enum blame_context language_context(enum event_kind kind, struct str field)
{
    for (size_t i = 0; i < COUNT(contexts); i++)
        if ((contexts[i].kind == EV_NONE || contexts[i].kind == kind) &&
            (!contexts[i].field || str_is(field, contexts[i].field)))
            return contexts[i].context;
    return BLAME_NARRATIVE;
}

static enum event_kind kind_of(struct str name)
{
    const struct entry_kind *k = entry_kind_named(name);
    return k ? k->kind : EV_NONE;
}

void page_words_hint(struct html *h, const struct form *f, const char *name)
{
    struct blame_hints hints;
    enum event_kind kind = kind_of(form_typed(f, "kind"));
    enum blame_context context = language_context(kind, str_from(name));
    blame_find(h->out.arena, blame_own(), form_typed(f, name), context, &hints);
    if (hints.count > 0)
        page_hints(h, name, &hints);
}

void page_entry_hints(struct html *h, uint32_t child, const struct child_entry *e)
{
    struct blame_hints all = { .count = 0 };
    const struct kind_def *def = event_kind_def(e->event.kind);
    for (unsigned i = 0; i < def->fields; i++) {
        struct blame_hints some;
        if (def->field[i].type != FIELD_TEXT || !e->event.value[i].given)
            continue;
        enum blame_context context = language_context(e->event.kind, str_from(def->field[i].name));
        blame_find(h->out.arena, blame_own(), e->event.value[i].text, context, &some);
        for (size_t k = 0; k < some.count && all.count < BLAME_HINTS_MAX; k++)
            all.at[all.count++] = some.at[k];
    }
    if (all.count > 0)
        page_receipt_hints(h, child, e->event.n, &all);
}

/* One hint a line: what was found, why, what to write instead. */
status handle_language(struct task *t, struct request *in, struct response *out)
{
    struct blame_hints hints;
    struct text x = text_open(t->arena, 16 << 10);
    enum blame_context context = language_context(kind_of(urlform_text(&in->form, "kind")),
                                                  urlform_text(&in->form, "field"));
    blame_find(t->arena, blame_own(), urlform_text(&in->form, "text"), context, &hints);
    for (size_t i = 0; i < hints.count; i++)
        text_addf(&x, "%.*s\t%.*s\t%.*s\n", STR_ARG(hints.at[i].found),
                  STR_ARG(hints.at[i].row->why), STR_ARG(hints.at[i].row->write));
    out->status = 200;
    out->type = "text/plain; charset=utf-8";
    out->body = text_done(&x);
    return OK;
}
