/* Turns files into one C source: `embed OUT.c TABLE FILE…` gives a table of name and bytes. A
 * file is named by what follows the last `/`; with `--under FOLDER` first, by what follows that. */
#include <stdio.h>
#include <string.h>

static const char *name_of(const char *path, const char *under)
{
    const char *name = strrchr(path, '/');
    for (const char *at = path; under && (at = strstr(at, under)); at++) {
        const char *after = at + strlen(under);
        if (at > path && at[-1] == '/' && *after == '/')
            name = after;
    }
    return name ? name + 1 : path;
}

int main(int argc, char **argv)
{
    const char *under = NULL;
    if (argc > 2 && strcmp(argv[1], "--under") == 0) {
        under = argv[2];
        argc -= 2;
        argv += 2;
    }
    if (argc < 3)
        return fprintf(stderr, "usage: embed [--under FOLDER] OUT.c TABLE FILE...\n"), 2;
    FILE *out = fopen(argv[1], "wb");
    if (!out)
        return perror(argv[1]), 1;
    fprintf(out, "#include \"base/embedded.h\"\n");
    for (int i = 3; i < argc; i++) {
        FILE *in = fopen(argv[i], "rb");
        if (!in)
            return perror(argv[i]), 1;
        fprintf(out, "static const unsigned char file_%d[] = {", i);
        long count = 0;
        for (int c; (c = getc(in)) != EOF; count++)
            fprintf(out, count % 24 ? "%d," : "\n%d,", c);
        fprintf(out, "0};\n");
        fclose(in);
    }
    fprintf(out, "const struct embedded %s[] = {\n", argv[2]);
    for (int i = 3; i < argc; i++)
        fprintf(out, "    { \"%s\", (const char *)file_%d, sizeof file_%d - 1 },\n",
                name_of(argv[i], under), i, i);
    fprintf(out, "    { 0, 0, 0 } };\n");
    return fclose(out) != 0;
}
