/* Any text as what somebody writes of a child: what is found lies in it, in order; and the text as
 * a table of phrases is read or refused. */
#include "fuzz.h"

#include "web/blame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WITH_FUZZ_TASK(f);
    struct str text = { (const char *)data, size };
    struct blame *own = NULL;
    struct blame_hints found;
    for (int context = BLAME_NARRATIVE; context <= BLAME_LEGAL; context++) {
        blame_find(f.task.arena, blame_own(), text, (enum blame_context)context, &found);
        MUST(found.count <= (context == BLAME_QUOTE ? 0 : BLAME_HINTS_MAX));
        const char *after = text.at;
        for (size_t i = 0; i < found.count; i++) {
            struct str at = found.at[i].found;
            MUST(at.at >= after && at.len > 0 && at.at + at.len <= text.at + text.len);
            after = at.at;
        }
    }
    if (blame_open(&f.task, text, &own) == OK)
        blame_find(f.task.arena, own, text, BLAME_NARRATIVE, &found);
    return 0;
}
