/* What a share can be of: the parts of a file that somebody is given, each a set of kinds. */
#ifndef ACCESS_SHARE_ITEM_H
#define ACCESS_SHARE_ITEM_H
#include "journal/event.h"

struct share_item {
    const char *name, *label, *hint;
};
extern const struct share_item share_items[];
extern const size_t share_item_count;

/* `items`: names with a space or a comma between them. Words that name no item give nothing. */
bool share_item_has(struct str items, enum event_kind kind);

#endif
