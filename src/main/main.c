/* The `sightline` command: finds the verb, runs it, says once at the edge what went wrong. */
#include <signal.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/limits.h"
#include "main/command.h"

static int exit_code(enum status s)
{
    switch (s) {
    case OK: return EXIT_DONE;
    case E_INVALID:
    case E_CONFLICT:
    case E_DENIED:
    case E_LIMIT: return EXIT_REFUSED;
    case E_MISSING:
    case E_BUSY:
    case E_IO:
    case E_CORRUPT: return EXIT_COULD_NOT_LOOK;
    }
    return EXIT_COULD_NOT_LOOK;
}

static const struct command *command_named(struct str verb)
{
    for (size_t i = 0; i < command_count; i++)
        if (str_is(verb, commands[i].verb))
            return &commands[i];
    return NULL;
}

static int run(struct task *t, int count, char **values)
{
    const struct command *c = count > 1 ? command_named(str_from(values[1])) : NULL;
    if (!c) {
        if (count > 1)
            fprintf(stderr, "sightline: there is no verb `%s`. `sightline help` lists them.\n",
                    values[1]);
        else
            fprintf(stderr, "usage: sightline VERB --register WHERE …   (`sightline help`)\n");
        return EXIT_USAGE;
    }
    struct args a;
    if (args_read(t, c, count - 2, values + 2, &a) != OK) {
        fprintf(stderr, "sightline: %s\n", t->reason);
        return EXIT_USAGE;
    }
    enum status s = c->run(t, &a);
    progress_end();
    if (s != OK)
        fprintf(stderr, "sightline: %s\n", *t->reason ? t->reason : status_name(s));
    return exit_code(s);
}

int main(int count, char **values)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file at its limit is a failed write, not a death */
    crypto_start();
    struct arena *a = arena_open(TASK_BYTES_MAX);
    struct task t = task_open(a, clock_real());
    int code = run(&t, count, values);
    arena_close(a);
    return code;
}
