/* A visitor of the made-up register: requests go to the site itself, without a socket. */
#ifndef TEST_WEB_VISIT_H
#define TEST_WEB_VISIT_H
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail /* cmocka's macro hides base/status.h's function */
// clang-format on
#include "world.h"

#include "web/record.h"
#include "web/who.h"

struct visit {
    struct world *world;
    struct site *site;
    struct arena *arena;
    struct task t;
    struct str cookie, token; /* of the session in hand */
    struct str device;        /* the cookie of a known device, when one was set */
    uint8_t from[16];         /* the address it comes from */
    const char *origin, *fetch_site; /* NULL: not sent */
    struct request in;
    struct response out;
};

int visit_open(void **ret); /* one register for all tests of a program */
int visit_close(void **given);

void look(struct visit *v, const char *address); /* GET; the answer is in v->out */
void send_form(struct visit *v, const char *address, const char *fields); /* POST, with token */
void send_raw(struct visit *v, const char *address, struct str body);     /* POST as it is */
/* POST of the JSON API, with the token in its header. */
void send_json(struct visit *v, const char *address, const char *body);
void sign_in_as(struct visit *v, const char *name);
struct str address_of(struct visit *v, const char *format, const char *name); /* one %u */

bool page_has(const struct visit *v, const char *part);
size_t count_of(struct str page, const char *part);
size_t rows_drawn(struct str page, const char *from, const char *to); /* the sum of data-n */
#define HAS(v, part)                                                                               \
    do {                                                                                           \
        if (!page_has(v, part)) {                                                                  \
            print_error("the page has not: %s\n%.*s\n", part, STR_ARG((v)->out.body));             \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)
#define HAS_NOT(v, part) assert_false(page_has(v, part))
#define ANSWERS(v, code)                                                                           \
    do {                                                                                           \
        if ((v)->out.status != (code)) {                                                           \
            print_error("answered %u, not %u: %s\n", (v)->out.status, (unsigned)(code),            \
                        (v)->t.reason);                                                            \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)
/* Compares with a file under test/golden/pages; ACCEPT=1 in the environment writes it. */
void same_as_golden(struct str got, const char *file);

#endif
