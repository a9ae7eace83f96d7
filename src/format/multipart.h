/* A form with a file in it (multipart/form-data, RFC 7578), read strictly. */
#ifndef FORMAT_MULTIPART_H
#define FORMAT_MULTIPART_H
#include "base/task.h"

enum {
    MULTIPART_PARTS_MAX = 16,
    MULTIPART_BOUNDARY_MAX = 70,
    MULTIPART_HEAD_MAX = 1024
};

struct multipart_part {
    struct str name, file_name; /* file_name: what the sender calls it; never a path of ours */
    struct str content;
    bool file;
};
struct multipart {
    struct multipart_part part[MULTIPART_PARTS_MAX];
    size_t count;
};
/* `type` is the Content-Type. Views into `body`. E_INVALID: not such a form, or cut off. E_LIMIT:
 * more parts, or longer heads, than are read. */
status multipart_read(struct task *t, struct str type, struct str body, struct multipart *ret);
/* The first of that name; NULL: none. */
const struct multipart_part *multipart_part(const struct multipart *m, const char *name);

#endif
