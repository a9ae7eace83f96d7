/* The verb `rules`: list, show, check a local file, explain a duty of one child, home, agency or
 * place. */
#include <stdio.h>

#include "base/limits.h"
#include "main/command.h"
#include "main/file.h"
#include "main/rules_coverage.h"

enum {
    PROBLEMS_BYTES = 64 << 10
};
static const char *const FORCES[] = { "statute", "guidance", "practice", "local" };
static const char *const CONFIDENCES[] = { "seen", "partly seen", "from memory, to be checked" };

static status list(struct task *t, const struct rulebook *b, const char *nation, bool json)
{
    struct text *out = out_open(t);
    struct json_writer w = json_writer_open(out);
    if (json)
        json_open_list(&w, NULL);
    for (uint16_t i = 0; i < rulebook_count(b); i++) {
        const struct rule_words *r = rulebook_rule(b, i);
        if (json) {
            json_open_object(&w, NULL);
            json_put_text(&w, "name", r->name);
            json_put_text(&w, "title", r->title);
            json_put_textz(&w, "kind", r->alarm ? "alarm" : "duty");
            json_put_textz(&w, "force", FORCES[r->force]);
            json_put_text(&w, "cite", r->cite);
            json_put_textz(&w, "confidence", CONFIDENCES[r->confidence]);
            json_put_textz(&w, "owner", code_text(CODES_ROLE, r->owner));
            json_put_text(&w, "sentence", r->sentence);
            json_close_object(&w);
        } else {
            text_addf(out, "%-5s %-34.*s %-9s %.*s\n", r->alarm ? "alarm" : "duty",
                      STR_ARG(r->name), FORCES[r->force], STR_ARG(r->title));
        }
    }
    if (json) {
        json_close_list(&w);
        text_addc(out, '\n');
    } else {
        text_addf(out, "%zu rules. Of the list of duties and alarms, ", rulebook_count(b));
        TRY(rules_counts(t, nation, out));
    }
    return out_done(t, out);
}

static status show(struct task *t, const struct rulebook *b, struct str name)
{
    uint16_t at = rulebook_find(b, name);
    if (at == UINT16_MAX)
        return fail(t, E_INVALID, "there is no rule of that name: `sightline rules list`");
    const struct rule_words *r = rulebook_rule(b, at);
    struct text *out = out_open(t);
    text_addf(out, "%.*s (%s, %s)\n%.*s\n\n%.*s\n\n%.*s\nHow sure we are of the source: %s.\n",
              STR_ARG(r->name), r->alarm ? "alarm" : "duty", FORCES[r->force], STR_ARG(r->title),
              STR_ARG(r->sentence), STR_ARG(r->cite), CONFIDENCES[r->confidence]);
    return out_done(t, out);
}

/* A file that is refused: every problem is told, the first of them as the reason. */
static void tell_others(struct str problems)
{
    struct str first, others;
    if (str_cut(problems, '\n', &first, &others) && others.len)
        fprintf(stderr, "also:\n%.*s", STR_ARG(others));
}

static status check(struct task *t, const char *nation, struct str file)
{
    struct str local = S("");
    if (file.len)
        TRY(file_read(t, file, RULE_FILE_BYTES_MAX, &local));
    const struct calendar *calendar;
    struct rulebook *b;
    struct text problems = text_open(t->arena, PROBLEMS_BYTES);
    status loaded = rulebook_load_nation(t, nation, local, &problems, &calendar, &b);
    if (loaded != OK)
        tell_others(text_done(&problems));
    TRY(loaded);
    struct text *out = out_open(t);
    text_addf(out, "sound: %zu rules%s\n", rulebook_count(b), file.len ? " with this file" : "");
    text_add(out, text_done(&problems));
    struct str note = calendar_note(t->arena, calendar, task_now(t));
    if (note.len)
        text_addf(out, "note: %.*s\n", STR_ARG(note));
    return out_done(t, out);
}

/* Whose stream is asked about: a child by any of its numbers, or anything by this register's. */
static status find_subject(struct task *t, const struct args *a, struct reader *r, uint32_t *ret,
                           enum subject_kind *ret_kind)
{
    int64_t number = 0;
    *ret_kind = SUBJECT_CHILD;
    if (a->child.len)
        return look_find_child(t, r, a->child, ret);
    TRY(args_number(t, a->subject, "subject", 1, UINT32_MAX, &number));
    *ret = (uint32_t)number;
    status known = journal_subject_kind(t, r->journal, *ret, ret_kind);
    bool ruled = *ret_kind == SUBJECT_CHILD || *ret_kind == SUBJECT_HOME ||
                 *ret_kind == SUBJECT_AGENCY || *ret_kind == SUBJECT_PLACE;
    if (known == E_MISSING || (known == OK && !ruled))
        return fail(t, E_MISSING,
                    "there is no child, home, agency or place with the number %u in this register:"
                    " `sightline people` lists the homes",
                    *ret);
    return known;
}

/* No record of a child is shown unless the look is durable first; of others, that one looked. */
static status note_look(struct task *t, const struct opened *o, uint32_t subject,
                        enum subject_kind kind)
{
    bool child = kind == SUBJECT_CHILD;
    struct event look = event_new(child ? EV_RECORD_OPENED : EV_RECORD_SEARCHED, 0, task_now(t));
    if (child)
        event_set_number(&look, "child", subject);
    event_set_text(&look, "page", S("command rules explain"));
    return writer_note(t, o->writer, &look);
}

static status explain(struct task *t, const struct args *a, struct str name)
{
    struct instant at = task_now(t);
    TRY(args_instant(t, a->at, &at));
    if ((a->child.len > 0) == (a->subject.len > 0))
        return fail(t, E_INVALID,
                    "say of whom, one of: rules explain NAME --child ID --register WHERE, or"
                    " --subject NO for a home, an agency or a place");
    WITH_OPENED(o);
    TRY(opened_write(t, a, &o));
    uint32_t subject;
    enum subject_kind kind;
    TRY(find_subject(t, a, o.reader, &subject, &kind));
    TRY(note_look(t, &o, subject, kind));
    struct stream s;
    TRY(stream_read(t, o.reader->journal, subject, NEVER, false, &s));
    uint32_t count = facts_in_order(s.fact, s.count);
    struct str words;
    struct subject_facts said = { kind, s.fact, count };
    TRY(rulebook_explain(t, o.store->rules, o.store->calendar, &said, name, at.us, &words));
    struct text *out = out_open(t);
    text_add(out, words);
    text_addc(out, '\n');
    return out_done(t, out);
}

/* The nation named, else that of the register named, else the default. */
static status find_nation(struct task *t, const struct args *a, const char **ret)
{
    struct str nation = a->nation.len ? a->nation : nation_default();
    WITH_OPENED(o);
    if (!a->nation.len && a->register_at.len) {
        TRY(opened_to_verify(t, a, &o));
        nation = o.store->nation;
    }
    *ret = str_nul(t->arena, nation);
    return OK;
}

static status nations(struct task *t)
{
    struct text *out = out_open(t);
    text_addf(out, "%.*s\n", STR_ARG(nation_names(t->arena)));
    return out_done(t, out);
}

status run_rules(struct task *t, const struct args *a)
{
    const char *nation;
    struct str what = a->word[0], which = a->words > 1 ? a->word[1] : a->rule;
    if (str_is(what, "explain"))
        return explain(t, a, which);
    if (str_is(what, "nations"))
        return nations(t);
    TRY(find_nation(t, a, &nation));
    if (str_is(what, "check"))
        return check(t, nation, which);
    const struct calendar *calendar;
    struct rulebook *b;
    TRY(rulebook_load_embedded(t, nation, S(""), &calendar, &b));
    if (str_is(what, "list"))
        return list(t, b, nation, args_flag(a->json));
    if (str_is(what, "coverage"))
        return rules_coverage(t, b, nation, which, args_flag(a->json));
    if (str_is(what, "show"))
        return show(t, b, which);
    return fail(t, E_INVALID,
                "say rules list, rules show NAME, rules check FILE, rules coverage, rules"
                " nations, or "
                "rules explain NAME --child ID (or --subject NO)");
}
