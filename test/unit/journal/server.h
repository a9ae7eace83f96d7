/* Runs a group of tests on SQLite, or on a PostgreSQL that is started for it. */
#ifndef TEST_JOURNAL_SERVER_H
#define TEST_JOURNAL_SERVER_H
#include "given.h"

#include <sys/wait.h>

static char log_server[256]; /* the address of PostgreSQL; empty: SQLite */

/* Arguments: none for SQLite, or `postgres UP DOWN`, scripts that start and end a server;
 * SIGHTLINE_TEST_POSTGRES may name one that runs. Gives 77 when there is none. */
static inline int log_run(int argc, char **argv, const struct CMUnitTest *tests, size_t count)
{
    const char *given = getenv("SIGHTLINE_TEST_POSTGRES");
    bool postgres = argc == 4 && strcmp(argv[1], "postgres") == 0;
    int ended = 0;
    if (postgres && given) {
        snprintf(log_server, sizeof log_server, "%s", given);
    } else if (postgres) {
        FILE *up = popen(argv[2], "r");
        if (!up || !fgets(log_server, sizeof log_server, up))
            log_server[0] = '\0';
        ended = up ? pclose(up) : 1 << 8;
        log_server[strcspn(log_server, "\n")] = '\0';
    }
    if (ended != 0)
        return WEXITSTATUS(ended);
    int failed = _cmocka_run_group_tests(postgres ? "PostgreSQL" : "SQLite", tests, count,
                                         given_open, given_close);
    char command[600];
    snprintf(command, sizeof command, "%s '%s'", postgres ? argv[3] : ":", log_server);
    if (postgres && !given && system(command) != 0)
        print_error("the throw-away server could not be stopped: %s\n", log_server);
    return failed;
}

#endif
