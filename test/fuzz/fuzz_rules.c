/* Any bytes as a rule file: taken or refused with file and line; what is taken judges any events.
 */
#include "fuzz.h"

#include <string.h>

#include "base/hash.h"
#include "rulebook/rulebook.h"

/* Facts from the input's own bytes, in any order and with any numbers. */
static uint32_t facts_from(const uint8_t *data, size_t size, struct fact *f, uint32_t room)
{
    uint32_t count = 0;
    for (size_t at = 0; at + 8 <= size && count < room; at += 8, count++) {
        const uint8_t *b = data + at;
        f[count] =
            (struct fact){ .happened = (int64_t)(b[0] << 16 | b[1] << 8 | b[2]) * 60 * SECOND_US,
                           .n = count + 1,
                           .kind = b[3],
                           .precision = b[4] & 7,
                           .code = b[5],
                           .about = b[6] & 3,
                           .corrects = b[7] & 128 ? b[7] & 15 : 0,
                           .number = b[7],
                           .flags = (uint32_t)b[6] << 8 | b[5] };
    }
    return facts_in_order(f, count);
}

/* Read once: it is no part of what is judged, and costs more than a small rule file. */
static const struct calendar *bank_holidays(void)
{
    static struct calendar *c;
    static struct fuzz_task kept;
    if (c)
        return c;
    crypto_start();
    kept = fuzz_task_open();
    MUST(calendar_load(&kept.task, S("nation england-and-wales\nfrom 2010\nto 2027\n"), &c) == OK);
    return c;
}

static unsigned sum_of(const uint8_t *data, size_t size)
{
    unsigned sum = 0;
    for (size_t i = 0; i < size; i++)
        sum += data[i];
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct evaluation e;
    WITH_FUZZ_TASK(f);
    struct task *t = &f.task;
    const struct calendar *c = bank_holidays();
    struct rulebook *b;
    struct fact fact[64];
    struct text problems = text_open(t->arena, 1 << 20);
    struct rule_source source = { S("fuzz.rules"), { (const char *)data, size }, size % 7 == 0 };
    if (rulebook_load(t, &source, 1, c, &problems, &b) != OK) {
        bool named = str_starts(str_from(t->reason), S("fuzz.rules:"));
        MUST(named || str_starts(str_from(t->reason), S("the rule files hold no rule")));
        return 0;
    }
    uint32_t count = facts_from(data, size, fact, COUNT(fact));
    static const enum subject_kind kinds[] = { SUBJECT_CHILD, SUBJECT_HOME, SUBJECT_AGENCY,
                                               SUBJECT_PLACE, SUBJECT_PERSON };
    for (size_t k = 0; k < COUNT(kinds); k++) {
        rulebook_evaluate(b, c, kinds[k], fact, count, &e);
        for (uint32_t i = 0; i < e.count; i++) {
            MUST(e.instance[i].rule < rulebook_count(b));
            struct next_step s = instance_next_step(b, c, &e.instance[i]);
            MUST((s.what == STEP_NONE) == (s.at == INT64_MAX));
        }
    }
    unsigned sum = sum_of(data, size);
    if (sum % 4 != 0)
        return 0; /* explaining costs more than all the rest: of a part only */
    struct str words;
    struct subject_facts said = { kinds[sum / 4 % COUNT(kinds)], fact, count };
    MUST(rulebook_explain(t, b, c, &said, rulebook_rule(b, 0)->name, 0, &words) == OK);
    return 0;
}
