/* Pages shown a moment ago, for the next look by the same person at the same thing.
 *
 * One is shown again only while nothing has been folded since and its short time has not run out;
 * then a repeated look neither decrypts nor folds. Who may look is decided before, and each look is
 * recorded, as ever. Nothing is kept for somebody who has broken glass. Bounded; wiped as it goes.
 */
#ifndef WEB_KEPT_PAGES_H
#define WEB_KEPT_PAGES_H
#include "web/site.h"

struct kept_pages;
struct kept_pages *kept_pages_open(size_t bytes_max);
void kept_pages_close(struct kept_pages *k);

/* Reads the count of folds before the page is made: an entry folded meanwhile makes it old. */
int64_t kept_pages_folds(const struct request *in);
/* False: none, or it may not be used. The page has this sign-in's token and a key of its own; its
 * note is of now. */
bool kept_page_find(struct task *t, struct request *in, int64_t folds, struct response *out);
/* A draft of this person came or went: what lists drafts is made anew. */
void kept_pages_drafted(struct kept_pages *k, uint32_t person);
void kept_page_put(struct task *t, struct request *in, int64_t folds, const struct response *out);

#endif
