/* How long a page takes to become a PDF: bench_print PAGE.html [OUT.pdf]. */
#include <stdio.h>
#include <time.h>

#include "base/limits.h"
#include "print/print.h"

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct str read_all(struct arena *a, const char *path)
{
    FILE *in = fopen(path, "rb");
    char *at = arena_take(a, PAGE_BYTES_MAX, 1);
    size_t len = in ? fread(at, 1, PAGE_BYTES_MAX, in) : 0;
    if (in)
        fclose(in);
    return (struct str){ at, len };
}

int main(int argc, char **argv)
{
    struct arena *a = arena_open(1 << 30);
    const struct print_head head = { S("Printed by Ruth Example, team manager, 09:00"),
                                     S("page %n of %m"), S("https://register.example"),
                                     { 1795341600000000 } };
    if (argc < 2)
        return fprintf(stderr, "usage: bench_print PAGE.html [OUT.pdf]\n"), 2;
    struct str page = read_all(a, argv[1]), pdf = S("");
    print_warm();
    for (int i = 0; i < 3; i++) {
        struct arena_mark mark = arena_mark(a);
        struct task t = task_open(a, (struct clock){ 0 });
        double from = now_ms();
        if (print_pdf(&t, page, &head, &pdf) != OK)
            return fprintf(stderr, "%s\n", t.reason), 1;
        printf("%zu bytes of page, %zu of PDF, %.1f ms, %zu KiB of memory\n", page.len, pdf.len,
               now_ms() - from, arena_used(a) >> 10);
        FILE *out = argc > 2 && i == 0 ? fopen(argv[2], "wb") : NULL;
        if (out) {
            fwrite(pdf.at, 1, pdf.len, out);
            fclose(out);
        }
        arena_rewind(a, mark);
    }
    arena_close(a);
    return 0;
}
