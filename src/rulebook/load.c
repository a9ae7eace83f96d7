/* Loading a rulebook: parameters first, then the blocks of every file, checks, and compiling. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "rulebook/reading.h"

static void note_problem(struct loading *l)
{
    if (l->wrong++ == 0)
        snprintf(l->first_problem, sizeof l->first_problem, "%s", l->t->reason);
    if (l->problems)
        text_addf(l->problems, "%s\n", l->t->reason);
}

static bool name_is_plain(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return name.len > 0 && name.len <= 60;
}

static status find_tightened(struct loading *l, struct str name)
{
    struct rulebook *b = l->b;
    struct nearest n = nearest_start(name);
    if (!l->line.local)
        return wrong(l, "`tighten` is for local.rules; change the rule itself here");
    for (uint16_t i = b->rules; i-- > 0;) {
        nearest_try(&n, b->cold[i].words.name);
        if (!str_equal(b->cold[i].words.name, name))
            continue;
        l->rule = i;
        l->tighten = true;
        b->rule[i].tights = 0;
        return OK;
    }
    return wrong(l, "there is no rule `%.*s` to tighten%.*s", STR_ARG(name),
                 STR_ARG(did_you_mean(l, &n)));
}

static status open_rule(struct loading *l, struct str name, bool alarm)
{
    struct rulebook *b = l->b;
    if (!name_is_plain(name))
        return wrong(l, "give the rule a name of small letters, digits and hyphens");
    if (b->rules == RULES_MAX)
        return wrong(l, "more than %d rules; remove one", RULES_MAX);
    for (unsigned i = 0; i < b->rules; i++) {
        if (l->line.local && !b->cold[i].local && str_equal(b->cold[i].words.name, name))
            return wrong(l,
                         "`%.*s` is a rule of the nation (%.*s:%d): a local file cannot replace"
                         " it; write `tighten %.*s`",
                         STR_ARG(name), STR_ARG(b->cold[i].file), b->cold[i].line, STR_ARG(name));
    }
    l->rule = b->rules++;
    b->rule[l->rule] = (struct rule){ .from_us = INT64_MIN,
                                      .until_us = INT64_MAX,
                                      .about = rule_about(name),
                                      .ring = NONE16,
                                      .newer = NONE16,
                                      .memory = NONE16,
                                      .alarm = alarm };
    b->cold[l->rule] =
        (struct rule_cold){ .file = l->line.file, .line = l->line.number, .local = l->line.local };
    b->cold[l->rule].words = (struct rule_words){
        .name = name, .alarm = alarm, .over = SUBJECT_CHILD, .confidence = CONFIDENCE_UNVERIFIED
    };
    return OK;
}

static status read_block(struct loading *l)
{
    struct str word = word_take(l), name = word_now(l);
    l->rule = NONE16;
    l->tighten = false;
    if (str_is(word, "parameter")) {
        words_rest(l);
        return OK;
    }
    l->block = name;
    bool duty = str_is(word, "duty"), alarm = str_is(word, "alarm");
    if (!duty && !alarm && !str_is(word, "tighten"))
        return wrong(l,
                     "`%.*s` cannot begin a rule; write duty, alarm, parameter or (in"
                     " local.rules) tighten",
                     STR_ARG(word));
    word_take(l);
    if (!line_done(l))
        return wrong(l, "`%.*s` is one word too many after the name", STR_ARG(word_now(l)));
    return duty || alarm ? open_rule(l, name, alarm) : find_tightened(l, name);
}

static status read_one_line(struct loading *l)
{
    if (!l->line.indented)
        return read_block(l);
    if (l->rule == NONE16)
        return l->block.len ? OK /* the block's own head was wrong: said once */
                            : wrong(l, "this line belongs to no rule; begin one with `duty NAME`");
    return read_rule_key(l, word_take(l));
}

/* A parameter may be set on a line of its own or inside a rule. Mistakes of splitting are told
 * when the rules are read. */
static status read_parameters_of(struct loading *l)
{
    return word_skip(l, "parameter") ? read_parameter(l) : OK;
}

static void read_file(struct loading *l, const struct rule_source *f,
                      status (*each)(struct loading *l))
{
    struct str text = f->text;
    bool parameters = each == read_parameters_of;
    l->line = (struct line){ .file = f->name, .local = f->local };
    l->rule = NONE16;
    l->block = S("");
    while (text.len > 0) {
        bool more = false;
        status s = line_next(l, &text, &more);
        if (s != OK && parameters)
            continue;
        if (s == OK && more)
            s = each(l);
        if (s != OK)
            note_problem(l);
    }
}

static status check_text(struct loading *l, const struct rule_source *f)
{
    l->line.file = f->name;
    l->line.number = 1;
    if (f->text.len > RULE_FILE_BYTES_MAX)
        return wrong(l, "the file is larger than %d bytes; split it", RULE_FILE_BYTES_MAX);
    if (!str_is_utf8(f->text))
        return wrong(l, "the file is not UTF-8; save it as UTF-8");
    return OK;
}

static void hash_texts(struct loading *l, const struct rule_source *files, size_t count)
{
    struct str *parts = NEWS(l->t->arena, struct str, count * 4);
    for (size_t i = 0; i < count; i++) {
        parts[i * 4] = files[i].name;
        parts[i * 4 + 1] = S("\n");
        parts[i * 4 + 2] = files[i].text;
        parts[i * 4 + 3] = S("\n");
    }
    crypto_start();
    l->b->hash = sha256(parts, count * 4);
}

/* The nation's own files come first, so that a local one may set what they name. */
static void read_files(struct loading *l, const struct rule_source *files, size_t count,
                       status (*each)(struct loading *l))
{
    for (int local = 0; local < 2; local++) {
        for (size_t i = 0; i < count; i++) {
            if (files[i].local == (bool)local)
                read_file(l, &files[i], each);
        }
    }
}

status rulebook_load(struct task *t, const struct rule_source *files, size_t count,
                     const struct calendar *calendar, struct text *ret_problems,
                     struct rulebook **ret)
{
    struct loading *l = NEW(t->arena, struct loading);
    struct rule_source *kept = NEWS(t->arena, struct rule_source, count + 1);
    *l = (struct loading){ .t = t, .problems = ret_problems, .rule = NONE16 };
    l->b = NEW(t->arena, struct rulebook);
    l->b->cold = NEWS(t->arena, struct rule_cold, RULES_MAX);
    l->b->parameter = NEWS(t->arena, struct parameter, PARAMETERS_MAX);
    l->b->calendar = calendar;
    rulebook_find_abouts(l->b);
    for (size_t i = 0; i < count; i++) {
        TRY(check_text(l, &files[i]));
        kept[i] = (struct rule_source){ str_copy(t->arena, files[i].name),
                                        str_copy(t->arena, files[i].text), files[i].local };
    }
    read_files(l, kept, count, read_parameters_of);
    read_files(l, kept, count, read_one_line);
    if (l->b->rules == 0 && l->wrong == 0)
        return fail(t, E_INVALID, "the rule files hold no rule");
    for (uint16_t i = 0; i < l->b->rules; i++) {
        l->rule = i;
        if (rulebook_check_rule(l) != OK)
            note_problem(l);
    }
    if (l->wrong == 0 && rulebook_check_whole(l) != OK)
        note_problem(l);
    if (l->wrong)
        return fail(t, E_INVALID, "%s", l->first_problem);
    TRY(rulebook_compile(l));
    rule_sentences(t, l->b);
    hash_texts(l, kept, count);
    *ret = l->b;
    return OK;
}

/* ---- what others ask of it ---- */

size_t rulebook_count(const struct rulebook *b)
{
    return b->rules;
}

const struct rule_words *rulebook_rule(const struct rulebook *b, uint16_t rule)
{
    MUST(rule < b->rules);
    return &b->cold[rule].words;
}

uint16_t rulebook_find(const struct rulebook *b, struct str name)
{
    for (uint16_t i = b->rules; i-- > 0;) { /* the newest version */
        if (str_equal(b->cold[i].words.name, name) && b->rule[i].newer == NONE16)
            return i;
    }
    return UINT16_MAX;
}

uint16_t rulebook_by_about(const struct rulebook *b, uint64_t about)
{
    for (uint16_t i = b->rules; i-- > 0;) {
        if (b->rule[i].about == about && b->rule[i].newer == NONE16)
            return i;
    }
    return UINT16_MAX;
}

struct str rulebook_hash(struct task *t, const struct rulebook *b)
{
    struct text hex = text_open(t->arena, 64);
    for (size_t i = 0; i < sizeof b->hash.b; i++)
        text_addf(&hex, "%02x", b->hash.b[i]);
    return text_done(&hex);
}
