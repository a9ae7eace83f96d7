/* Lists of given and family names, and of what a children's home may be called. */
#include "simulate/names.h"

#include <stdio.h>

static const char *const GIRLS[] = { "Ada",  "Bryony", "Carys", "Delia", "Elin",  "Farah", "Greta",
                                     "Hana", "Imogen", "Jade",  "Keira", "Leila", "Mina",  "Nerys",
                                     "Orla", "Priya",  "Rosa",  "Sana",  "Tilda", "Una",   "Willow",
                                     "Yara", "Zofia",  "Maeve", "Noor",  "Dina" };
static const char *const BOYS[] = { "Alex",  "Ben",   "Callum", "Dewi",  "Eban",  "Finn",  "Gethin",
                                    "Haris", "Idris", "Jamal",  "Kit",   "Luca",  "Malik", "Niall",
                                    "Owen",  "Pavel", "Rafe",   "Samir", "Tomas", "Umar",  "Vikram",
                                    "Wyn",   "Yusuf", "Zane",   "Cole",  "Ivo" };
static const char *const FIRST[] = { "Alder", "Bram", "Carr",  "Dun",  "Ember", "Farrow", "Gren",
                                     "Holm",  "Ing",  "Kels",  "Lark", "Mar",   "Nor",    "Oak",
                                     "Pen",   "Quar", "Rush",  "Sal",  "Tam",   "Ulver",  "Ven",
                                     "Wald",  "Yar",  "Thorn", "Stan", "Hesk" };
static const char *const LAST[] = { "bury", "by",    "croft", "dale", "field", "gate",
                                    "ham",  "hurst", "ley",   "mere", "shaw",  "stead",
                                    "ton",  "wick",  "worth", "wood" };
static const char *const HOUSES[] = { "House", "Lodge", "View", "Cottage", "Place", "Court" };

struct str name_given(struct chance *c, bool male)
{
    _Static_assert(COUNT(BOYS) == COUNT(GIRLS), "one draw serves both lists");
    return str_from((male ? BOYS : GIRLS)[chance_below(c, COUNT(BOYS))]);
}

struct str name_family(struct chance *c)
{
    static char made[COUNT(FIRST)][COUNT(LAST)][16];
    size_t first = chance_below(c, COUNT(FIRST)), last = chance_below(c, COUNT(LAST));
    char *name = made[first][last];
    if (!name[0])
        snprintf(name, 16, "%s%s", FIRST[first], LAST[last]);
    return str_from(name);
}

struct str name_home(struct arena *a, uint32_t which)
{
    size_t first = which % COUNT(FIRST), last = which / COUNT(FIRST) % COUNT(LAST);
    return str_print(a, "%s%s %s", FIRST[first], LAST[(last * 7 + first) % COUNT(LAST)],
                     HOUSES[which % COUNT(HOUSES)]);
}
