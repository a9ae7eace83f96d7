/* A child's photo for the police profile: taken in safely, kept under the child's own key. */
#ifndef ACCESS_PHOTO_H
#define ACCESS_PHOTO_H
#include "work/look.h"
#include "work/writer.h"

enum {
    PHOTO_BYTES_MAX = 8 << 20,   /* as sent */
    PHOTO_PIXELS_MAX = 40 << 20, /* as sent: 40 megapixels */
    PHOTO_SIDE_MAX = 20000,      /* as sent */
    PHOTO_SIDE_MIN = 32,
    PHOTO_SIDE = 800,         /* as kept: the longer side at most */
    PHOTO_KEPT_MAX = 2 << 20, /* bytes as kept */
};
struct photo {
    struct str jpeg;
    uint32_t width, height;
};

/* Starts the process that decodes what people send: early, before a key is in memory, since it is
 * a copy of this one. Without it the first picture starts it. */
status photo_cell_open(struct task *t);
/* What was sent as a picture of our own making; nothing of the old one is left but what it shows.
 * E_INVALID: no photo, or damaged, and what to do; also when decoding it crashed. */
status photo_remake(struct task *t, struct str sent, struct photo *ret);

struct photo_who { /* who adds or takes out, and when */
    struct actor actor;
    struct instant now;
    struct str key; /* of the form: a second press changes nothing */
};
/* The row and the entry photo-added, both or neither. The photo before it stays in the record's
 * history by its hash; its bytes are removed. */
status photo_add(struct task *t, struct reader *r, struct writer *w, uint32_t child,
                 const struct photo *p, const struct photo_who *who);
/* E_MISSING: there is none. */
status photo_remove(struct task *t, struct reader *r, struct writer *w, uint32_t child,
                    struct str reason, const struct photo_who *who);
/* The photo as kept, a JPEG. E_MISSING: none. E_CORRUPT: not the one that was recorded. */
status photo_of(struct task *t, struct reader *r, uint32_t child, struct str *ret_jpeg);
status photo_there(struct task *t, struct reader *r, uint32_t child, bool *ret);

#endif
