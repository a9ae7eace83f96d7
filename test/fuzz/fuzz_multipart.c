/* Any bytes as a form with a file: the first line is the type, the rest the body; what is read lies
 * in the body. */
#include <string.h>

#include "fuzz.h"

#include "format/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WITH_FUZZ_TASK(f);
    struct multipart m;
    struct str type, body, all = { (const char *)data, size };
    if (!str_cut(all, '\n', &type, &body) || multipart_read(&f.task, type, body, &m) != OK)
        return 0;
    MUST(m.count <= MULTIPART_PARTS_MAX);
    for (size_t i = 0; i < m.count; i++) {
        const struct multipart_part *p = &m.part[i];
        MUST(p->content.at >= body.at && p->content.at + p->content.len <= body.at + body.len);
        MUST(str_is_utf8(p->name) && str_is_utf8(p->file_name));
        MUST(multipart_part(&m, str_nul(f.task.arena, p->name)) ||
             memchr(p->name.at, 0, p->name.len));
    }
    return 0;
}
