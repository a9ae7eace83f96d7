/* What the command prints: gathered output, progress, help, the man page, shell completion. */
#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "main/command.h"

static const struct {
    const char *name, *value, *help;
} options[] = {
#define OPTION(id, member, name, value, help) { name, value, help },
#include "main/options.def"
#undef OPTION
};

struct text *out_open(struct task *t)
{
    struct text *out = NEW(t->arena, struct text);
    *out = text_open(t->arena, JSON_BYTES_MAX);
    return out;
}

status out_done(struct task *t, const struct text *out)
{
    if (out->full)
        return fail(t, E_LIMIT,
                    "the answer is larger than this command prints: narrow the look, "
                    "for example with --limit");
    struct str all = text_done(out);
    if (fwrite(all.at, 1, all.len, stdout) != all.len || fflush(stdout) != 0)
        return fail(t, E_IO, "standard output could not be written");
    return OK;
}

static bool shown;

void progress_show(const char *stage, int64_t done, int64_t of)
{
    if (!isatty(STDERR_FILENO))
        return;
    shown = true;
    if (of > 0)
        fprintf(stderr, "\r\033[K%s: %lld of %lld (%lld%%)", stage, (long long)done, (long long)of,
                (long long)(done * 100 / of));
    else
        fprintf(stderr, "\r\033[K%s: %lld", stage, (long long)done);
}

void progress_end(void)
{
    if (shown)
        fprintf(stderr, "\r\033[K");
    shown = false;
}

static void help_verb(struct text *out, const struct command *c)
{
    text_addf(out, "sightline %s%s%s\n    %s\n", c->verb, *c->words ? " " : "", c->words, c->brief);
    for (size_t i = 0; i < COUNT(options); i++)
        if (c->takes >> i & 1)
            text_addf(out, "    --%s%s%s\n        %s\n", options[i].name,
                      options[i].value ? " " : "", options[i].value ? options[i].value : "",
                      options[i].help);
    if (c->more)
        text_addf(out, "\n%s\n", c->more);
}

void help_print(struct text *out, const struct command *c)
{
    if (c) {
        help_verb(out, c);
        return;
    }
    text_addz(out, "Sightline: a register for children in care who go missing or may be exploited."
                   "\n\nusage: sightline VERB --register WHERE …\n\n");
    for (size_t i = 0; i < command_count; i++)
        text_addf(out, "  %-10s %s\n", commands[i].verb, commands[i].brief);
    text_addz(out, "\n`sightline help VERB` has the options of one. Exit codes: 0 done, 1 refused "
                   "input, 2 usage,\n3 could not look.\n");
}

/* In roff a line must not begin with a dot or quote, and a dash in an option is written \-. */
static void man_text(struct text *out, const char *s)
{
    for (bool begins = true; *s; begins = *s == '\n', s++) {
        if (begins && (*s == '.' || *s == '\''))
            text_addz(out, "\\&");
        if (*s == '-')
            text_addz(out, "\\-");
        else if (*s == '\\')
            text_addz(out, "\\e");
        else
            text_addc(out, *s);
    }
}

void man_print(struct text *out)
{
    text_addz(out, ".TH SIGHTLINE 1\n.SH NAME\nsightline \\- a register for children in care who "
                   "go missing or may be exploited\n.SH SYNOPSIS\n.B sightline\n.I VERB\n.B "
                   "\\-\\-register\n.I WHERE\n…\n.SH DESCRIPTION\nAgencies say things; they are "
                   "appended to a journal that nobody can rewrite; everything shown is folded "
                   "from it.\n.SH VERBS\n");
    for (size_t i = 0; i < command_count; i++) {
        const struct command *c = &commands[i];
        text_addf(out, ".SS %s %s\n", c->verb, c->words);
        man_text(out, c->brief);
        text_addc(out, '\n');
        for (size_t k = 0; k < COUNT(options); k++) {
            if (!(c->takes >> k & 1))
                continue;
            text_addz(out, ".TP\n.B ");
            man_text(out, "--");
            man_text(out, options[k].name);
            text_addf(out, "%s%s\n", options[k].value ? " " : "",
                      options[k].value ? options[k].value : "");
            man_text(out, options[k].help);
            text_addc(out, '\n');
        }
        if (c->more) {
            text_addz(out, ".PP\n");
            man_text(out, c->more);
            text_addc(out, '\n');
        }
    }
    text_addz(out, ".SH EXIT STATUS\n0 done, 1 refused input, 2 usage, 3 could not look.\n");
}

void completion_print(struct text *out)
{
    text_addz(out,
              "# bash completion for sightline\n_sightline() {\n    local verb=${COMP_WORDS[1]}"
              " word=${COMP_WORDS[COMP_CWORD]}\n    if [ \"$COMP_CWORD\" = 1 ]; then\n"
              "        COMPREPLY=($(compgen -W '");
    for (size_t i = 0; i < command_count; i++)
        text_addf(out, "%s%s", i ? " " : "", commands[i].verb);
    text_addz(out, "' -- \"$word\"))\n        return\n    fi\n    case $verb in\n");
    for (size_t i = 0; i < command_count; i++) {
        text_addf(out, "    %s) COMPREPLY=($(compgen -f -W '", commands[i].verb);
        for (size_t k = 0; k < COUNT(options); k++)
            if (commands[i].takes >> k & 1)
                text_addf(out, "--%s ", options[k].name);
        text_addz(out, "' -- \"$word\")) ;;\n");
    }
    text_addz(out, "    esac\n}\ncomplete -F _sightline sightline\n");
}
