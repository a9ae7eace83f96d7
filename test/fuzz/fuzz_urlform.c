/* Any bytes as a form body: what is read can be written, and is then read as the same. */
#include "fuzz.h"

#include "base/limits.h"
#include "format/urlform.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WITH_FUZZ_TASK(f);
    struct urlform form, again;
    if (urlform_read(&f.task, (struct str){ (const char *)data, size }, &form) != OK)
        return 0;
    MUST(form.count <= FORM_FIELDS_MAX);
    struct text out = text_open(f.task.arena, 4 * FORM_BYTES_MAX);
    for (size_t i = 0; i < form.count; i++) {
        MUST(str_is_utf8(form.field[i].name) && str_is_utf8(form.field[i].value));
        urlform_put(&out, i == 0, form.field[i].name, form.field[i].value);
    }
    if (out.len > FORM_BYTES_MAX)
        return 0; /* escapes make it longer than one may send */
    MUST(urlform_read(&f.task, text_done(&out), &again) == OK && again.count == form.count);
    for (size_t i = 0; i < form.count; i++) {
        MUST(str_equal(again.field[i].name, form.field[i].name));
        MUST(str_equal(again.field[i].value, form.field[i].value));
    }
    return 0;
}
