/* Gives a fuzzer's corpus to it, file by file: so that its findings stay tested without libFuzzer.
 *
 * Each file is also given cut short at every length, and once with each of its bytes changed. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum { FILE_MAX = 1 << 20, CUTS_MAX = 2048 };

/* An allocation of the exact length, so that reading one byte too far is seen. */
static void give(const uint8_t *at, size_t len)
{
    uint8_t *exact = malloc(len ? len : 1);
    if (!exact)
        abort();
    memcpy(exact, at, len);
    LLVMFuzzerTestOneInput(exact, len);
    free(exact);
}

static void give_all(uint8_t *at, size_t len)
{
    static const uint8_t changes[] = { 0, '"', '\\', '\n', 0xff };
    give(at, len);
    for (size_t i = 0; i < len && i < CUTS_MAX; i++) {
        uint8_t before = at[i];
        give(at, i);
        for (size_t k = 0; k < sizeof changes; k++) {
            at[i] = changes[k];
            give(at, len);
        }
        at[i] = before;
    }
}

static int told(const char *path)
{
    perror(path);
    return 1;
}

static int replay_file(const char *folder, const char *name, uint8_t *room)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "rb");
    if (!f)
        return told(path);
    size_t len = fread(room, 1, FILE_MAX, f);
    fclose(f);
    give_all(room, len);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    DIR *folder = opendir(argv[1]);
    if (!folder)
        return told(argv[1]);
    uint8_t *room = malloc(FILE_MAX);
    if (!room)
        return 1;
    int files = 0, failed = 0;
    for (struct dirent *e = readdir(folder); e; e = readdir(folder)) {
        if (e->d_name[0] == '.')
            continue;
        failed += replay_file(argv[1], e->d_name, room);
        files++;
    }
    closedir(folder);
    free(room);
    printf("%d files replayed, %d could not be read\n", files, failed);
    return files == 0 || failed > 0;
}
