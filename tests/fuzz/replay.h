/* What every fuzz target ends with: without libFuzzer it is a program that replays the
 * files that are named. */
#ifndef FUZZ_REPLAY_H
#define FUZZ_REPLAY_H

#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Weak: libFuzzer brings a main of its own, which wins. */
__attribute__((weak)) int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        Diag d = {0};
        Arena *a = arena_new();
        Str bytes;
        if (!file_read(&d, a, str_of(argv[i]), 1 << 26, D_UNREADABLE, &bytes)) {
            diag_flush(&d, stderr, SEVERITY_NOTE);
            return 1;
        }
        LLVMFuzzerTestOneInput((const uint8_t *)bytes.p, bytes.n);
        arena_free(a);
        diag_free(&d);
    }
    return 0;
}

#endif
