/* Reads a file whole, or standard input. */
#include "main/file.h"

#include <stdio.h>

#include "base/task.h"

status file_read(struct task *t, struct str path, size_t most, struct str *ret)
{
    FILE *in = str_is(path, "-") ? stdin : fopen(str_nul(t->arena, path), "rb");
    if (!in)
        return fail(t, E_INVALID,
                    "the file named could not be opened: check its name and that "
                    "you may read it");
    struct text all = text_open(t->arena, most);
    char piece[1 << 16];
    for (size_t n; (n = fread(piece, 1, sizeof piece, in)) > 0 && !all.full;)
        text_add(&all, (struct str){ piece, n });
    bool failed = ferror(in) != 0;
    if (in != stdin)
        fclose(in);
    if (failed)
        return fail(t, E_IO, "the file named could not be read to its end");
    if (all.full)
        return fail(t, E_LIMIT, "the file is larger than %zu MiB: send it in parts", most >> 20);
    *ret = text_done(&all);
    return OK;
}
