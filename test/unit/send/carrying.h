/* A register whose notices go to servers of the test. */
#ifndef TEST_SEND_CARRYING_H
#define TEST_SEND_CARRYING_H
#include "told.h"

#include "fake.h"

enum { PATIENT_MS = 4000, HASTY_MS = 400 };

struct carrying {
    struct fake *relay, *notify;
    uint32_t child, person;
};
/* One child, one person with address and number, one high alarm told; `more`: further settings. */
struct carrying one_alarm(struct given *g, struct fake *relay, struct fake *notify,
                          const char *more);
void settings_again(struct given *g, const struct carrying *x, const char *more);
const char *path_of(struct given *g, const char *file);
/* Between three quarters and five quarters of so many seconds from now. */
void is_about(struct given *g, struct instant next, int64_t seconds);

int relay_tests(int argc, char **argv);
int notify_tests(int argc, char **argv);
int letter_tests(int argc, char **argv);

#endif
