/* Turns files into one C source: `embed OUT.c PREFIX FILE…` gives a table of name and bytes. */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    if (argc < 3)
        return fprintf(stderr, "usage: embed OUT.c NAME FILE...\n"), 2;
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
    for (int i = 3; i < argc; i++) {
        const char *slash = strrchr(argv[i], '/');
        fprintf(out, "    { \"%s\", (const char *)file_%d, sizeof file_%d - 1 },\n",
                slash ? slash + 1 : argv[i], i, i);
    }
    fprintf(out, "    { 0, 0, 0 } };\n");
    return fclose(out) != 0;
}
