/* Code lists as tables, and one hash table over all of them. */
#include "journal/codes.h"

#include "journal/words.h"

#define CODES(list)               static const struct code codes_##list[] = {
#define CODE(list, code, meaning) { code, meaning },
#define END_CODES(list)                                                                            \
    }                                                                                              \
    ;
#include "journal/codes.def"
#undef CODES
#undef CODE
#undef END_CODES

static const struct {
    const struct code *codes;
    unsigned count;
    const char *name;
} lists[CODE_LISTS] = {
#define CODES(list) [CODES_##list] = { codes_##list, COUNT(codes_##list), #list },
#define CODE(list, code, meaning)
#define END_CODES(list)
#include "journal/codes.def"
#undef CODES
#undef CODE
#undef END_CODES
};

enum {
    SLOTS = 1024,
    NAME_ROOM = 32
};
static struct slot {
    const char *code;
    uint8_t len, list, number; /* number 0: empty */
} slots[SLOTS];
static char names[CODE_LISTS][NAME_ROOM];

static void slot_fill(unsigned list, unsigned number)
{
    struct str code = str_from(lists[list].codes[number - 1].code);
    size_t at = word_hash(code, list) % SLOTS;
    while (slots[at].number)
        at = (at + 1) % SLOTS;
    slots[at] = (struct slot){ code.at, (uint8_t)code.len, (uint8_t)list, (uint8_t)number };
}

static void name_fill(unsigned list)
{
    const char *from = lists[list].name;
    for (size_t i = 0; from[i]; i++) {
        MUST(i + 1 < NAME_ROOM);
        names[list][i] = (char)(from[i] == '_' ? '-' : from[i] + ('a' - 'A'));
    }
}

/* Before main, so that looking up needs no check whether the table is there. */
__attribute__((constructor)) static void codes_start(void)
{
    unsigned total = 0;
    for (unsigned list = 0; list < CODE_LISTS; list++) {
        MUST(lists[list].count < 256);
        for (unsigned number = 1; number <= lists[list].count; number++)
            slot_fill(list, number);
        name_fill(list);
        total += lists[list].count;
    }
    MUST(total < SLOTS / 2);
}

uint8_t code_number(enum code_list list, struct str code)
{
    if (code.len == 0)
        return 0;
    size_t at = word_hash(code, list) % SLOTS;
    for (; slots[at].number; at = (at + 1) % SLOTS) {
        if (slots[at].list == list && word_is(code, slots[at].code, slots[at].len))
            return slots[at].number;
    }
    return 0;
}

const char *code_text(enum code_list list, unsigned number)
{
    MUST(list < CODE_LISTS);
    return number > 0 && number <= lists[list].count ? lists[list].codes[number - 1].code : "";
}

const char *code_meaning(enum code_list list, unsigned number)
{
    MUST(list < CODE_LISTS);
    return number > 0 && number <= lists[list].count ? lists[list].codes[number - 1].meaning : "";
}

unsigned code_count(enum code_list list)
{
    MUST(list < CODE_LISTS);
    return lists[list].count;
}

const char *code_list_name(enum code_list list)
{
    MUST(list < CODE_LISTS);
    return names[list];
}
